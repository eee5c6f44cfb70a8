import path from 'node:path'

/** The folder of this checkout. Everything is found from here: `npm start` works from any folder. */
export const checkout = path.resolve(import.meta.dirname, '..')

/** Node 22, which comes as a package; the machine's own may be older. */
export const node = process.execPath

import path from 'node:path'
import { checkMachine } from './check-machine.mjs'
import { generateClient } from './generate-client.mjs'
import { installPackages } from './install-packages.mjs'

export const checkout = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), '../..')

/** The Node that comes as a package. */
export const node = path.join(checkout, 'node_modules/.bin/node')

/** After it, TypeScript runs: packages are installed and the database client is generated. Quick when they are. */
export async function prepare({ quiet = false } = {}) {
  for (const warning of checkMachine()) process.stderr.write(`! ${warning}\n`)
  const options = { cwd: checkout, quiet }
  await installPackages(checkout, { ...options, log: path.join(checkout, 'var/log/npm-ci.log') })
  await generateClient(checkout, { ...options, log: path.join(checkout, 'var/log/prisma-generate.log') })
}

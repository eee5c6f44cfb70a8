import { readFile } from 'node:fs/promises'
import path from 'node:path'

/** Archivo in one weight as a file that picture and PDF writers read; the pages themselves use the variable face. */
export const siteFace = (weight: 400 | 600): Promise<Buffer> => readFile(path.join(process.cwd(), `node_modules/@fontsource/archivo/files/archivo-latin-${weight}-normal.woff`))

import { readFile } from 'node:fs/promises'
import path from 'node:path'

/** Archivo in one weight as a file that picture and PDF writers read; the pages themselves use the variable face. `latin-ext` holds the letters of Latin that are not western. */
export const siteFace = (weight: 400 | 600, letters: 'latin' | 'latin-ext' = 'latin'): Promise<Buffer> => fontFile('archivo', letters, weight)

/** For letters that Archivo does not have. */
export const otherFace = (weight: 400 | 600, letters: 'greek' | 'cyrillic'): Promise<Buffer> => fontFile('source-sans-3', letters, weight)

const fontFile = (name: string, letters: string, weight: number) => readFile(path.join(process.cwd(), `node_modules/@fontsource/${name}/files/${name}-${letters}-${weight}-normal.woff`))

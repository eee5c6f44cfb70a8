import { createReadStream, createWriteStream } from 'node:fs'
import { glob, stat } from 'node:fs/promises'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { constants, createBrotliCompress, createGzip } from 'node:zlib'

const atLeastBytes = 1024

/** Puts a Brotli and a gzip file, each at its best quality, beside every compiled script and style sheet of a build. */
export async function precompress(staticDir: string): Promise<void> {
  const files: string[] = []
  for await (const file of glob('**/*.{js,css,svg,json}', { cwd: staticDir })) files.push(path.join(staticDir, file))
  await Promise.all(files.map(compress))
}

async function compress(file: string): Promise<void> {
  const { size } = await stat(file)
  if (size < atLeastBytes) return
  const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY, [constants.BROTLI_PARAM_SIZE_HINT]: size }
  const write = (extension: string, format: ReturnType<typeof createGzip> | ReturnType<typeof createBrotliCompress>) =>
    pipeline(createReadStream(file), format, createWriteStream(`${file}.${extension}`))
  await Promise.all([write('br', createBrotliCompress({ params })), write('gz', createGzip({ level: 9 }))])
}

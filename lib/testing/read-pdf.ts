import { inflateSync } from 'node:zlib'

/** The text of each page of a PDF as pdfkit writes it: glyphs through the table by which every reader copies text, without white space. */
export function pdfPages(pdf: Buffer): string[] {
  const source = pdf.toString('latin1')
  const objects = new Map([...source.matchAll(/(?<=\n)(\d+) 0 obj\n([^]*?)\nendobj/g)].map(([, id, body]) => [id!, body!]))
  const fonts = new Map([...source.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name, id]) => [name!, lettersOf(streamOf(objects.get(/\/ToUnicode (\d+) 0 R/.exec(objects.get(id!) ?? '')?.[1] ?? '')))]))
  return [...source.matchAll(/\/Type \/Page\b[^]*?\/Contents (\d+) 0 R/g)].map(([, id]) => textOf(streamOf(objects.get(id!)), fonts))
}

function streamOf(body = ''): string {
  const data = /stream\n([^]*)\nendstream$/.exec(body)?.[1]
  return data === undefined ? '' : inflateSync(Buffer.from(data, 'latin1')).toString('latin1')
}

/** Hexadecimal glyphs to letters: `<0000> <0002> [<0000> <0041> <0066 0069>]`, the last a ligature. */
function lettersOf(table: string): Map<string, string> {
  const letters = new Map<string, string>()
  for (const [, from, list] of table.matchAll(/<(\w+)> <\w+> \[([^\]]*)\]/g)) {
    for (const [i, [, to]] of [...list!.matchAll(/<([\w ]*)>/g)].entries()) letters.set((parseInt(from!, 16) + i).toString(16).padStart(4, '0'), Buffer.from(to!.replaceAll(' ', ''), 'hex').swap16().toString('utf16le'))
  }
  return letters
}

function textOf(drawn: string, fonts: Map<string, Map<string, string>>): string {
  let letters: Map<string, string> | undefined
  let text = ''
  for (const [, font, glyphs] of drawn.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)) {
    if (font) letters = fonts.get(font)
    else for (const [, hex] of glyphs!.matchAll(/<(\w+)>/g)) for (const glyph of hex!.match(/\w{4}/g)!) text += letters?.get(glyph) ?? '\uFFFD'
  }
  return text.replace(/\s/g, '')
}

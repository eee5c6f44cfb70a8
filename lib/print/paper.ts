import PDFDocument from 'pdfkit'
import { otherFace, siteFace } from '@/lib/site/faces'

export const ink = { main: '#14211F', second: '#3F4C49', label: '#53605D', line: '#C6CCC9', strong: '#78827F', accent: '#0B5563' } as const
/** Points, as every length on paper. */
export const margin = 54
export const width = 595.28 - 2 * margin
export type Paper = PDFKit.PDFDocument

/** An A4 document in the product's own face, its first page open under the mark. Pages stay open until `finish`, so that a foot can say how many there are. */
export async function openPaper({ title, subject, madeAt = new Date() }: { title: string; subject: string; madeAt?: Date }): Promise<{ pdf: Paper; finish(): Promise<Buffer> }> {
  const pdf = new PDFDocument({ size: 'A4', bufferPages: true, margins: { top: margin, bottom: margin, left: margin, right: margin }, lang: 'en', tagged: true, displayTitle: true, info: { Title: title, Author: 'Millrace', Subject: subject, CreationDate: madeAt } })
  for (const [weight, grams] of [['plain', 400], ['strong', 600]] as const) {
    pdf.registerFont(weight, await siteFace(grams)).registerFont(`${weight} ext`, await siteFace(grams, 'latin-ext'))
    for (const letters of ['greek', 'cyrillic'] as const) pdf.registerFont(`${weight} ${letters}`, await otherFace(grams, letters))
  }
  const parts: Buffer[] = []
  pdf.on('data', (part: Buffer) => parts.push(part))
  const ended = new Promise<Buffer>((resolve, reject) => {
    pdf.on('end', () => resolve(Buffer.concat(parts)))
    pdf.on('error', reject)
  })
  mark(pdf)
  return {
    pdf,
    finish() {
      pdf.end()
      return ended
    },
  }
}

function mark(pdf: Paper): void {
  pdf.save().translate(margin, margin).scale(0.85)
  pdf.path('M1 6.5H9.5V13H17v6.5h8').lineWidth(4).stroke(ink.accent)
  pdf.path('M1 24.4H25').lineWidth(2).stroke(ink.main)
  pdf.restore()
  pdf.font('strong').fontSize(15).fillColor(ink.main).text('Millrace', margin + 30, margin + 4, { lineBreak: false })
}

const letters: [suffix: string, RegExp][] = [[' greek', /[\u0370-\u03FF]/], [' cyrillic', /[\u0400-\u045F\u0490\u0491]/], [' ext', /[\u0100-\u0130\u0132-\u0151\u0154-\u02AF\u1E00-\u1EFF]/]]
const suffixOf = (letter: string) => letters.find(([, of]) => of.test(letter))?.[0] ?? ''

/** Writes words whose letters come from several files of a face: names of places and reasons are people's own. Scripts other than Latin, Greek and Cyrillic are drawn as empty boxes. */
export function write(pdf: Paper, weight: 'plain' | 'strong', words: string, x: number, y: number, options: PDFKit.Mixins.TextOptions): void {
  const runs: { suffix: string; words: string }[] = []
  for (const letter of words.normalize('NFC')) {
    const suffix = suffixOf(letter)
    const last = runs.at(-1)
    if (last?.suffix === suffix) last.words += letter
    else runs.push({ suffix, words: letter })
  }
  runs.forEach((run, i) => {
    const more = { ...options, continued: i < runs.length - 1 }
    pdf.font(`${weight}${run.suffix}`)
    if (i === 0) pdf.text(run.words, x, y, more)
    else pdf.text(run.words, more)
  })
  pdf.font(weight)
}

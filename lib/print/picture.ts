import { setImmediate } from 'node:timers/promises'
import { PDFiumLibrary } from '@hyzyla/pdfium'
import pLimit from 'p-limit'
import sharp from 'sharp'

const dotsPerInch = 150
/** A page is 9 MB while it is drawn, and a picture higher than 16,384 dots is one that many viewers do not show. */
export const mostPages = 8
export const gapDots = 16
/** The portal's ground, so that one sees where a sheet ends. */
const gapColour = Uint8Array.of(0xe2, 0xe5, 0xe3, 0xff)
const channels = 4

export interface Picture {
  png: Buffer
  /** How many pages it shows, and how many there are. */
  drawn: number
  pages: number
}

// The reports of a morning come at once: their pictures do not lie in memory all together.
const oneByOne = pLimit(1)

/** The first pages of a document of one paper size, one below the other; at most `mostPages`. Other work has its turn after each page, and the PNG is made beside it. */
export const pictureOf = (pdf: Buffer): Promise<Picture> => oneByOne(() => draw(pdf))

async function draw(pdf: Buffer): Promise<Picture> {
  // Anew each time, which costs little: the memory it took goes with it, and a crash inside cannot spoil the next picture.
  const library = await PDFiumLibrary.init()
  try {
    const document = await library.loadDocument(pdf)
    const pages = document.getPageCount()
    const drawn = Math.min(pages, mostPages)
    const sheets = (i: number) => document.getPage(i).render({ scale: dotsPerInch / 72, render: 'bitmap' })
    const first = await sheets(0)
    const { width } = first
    const [sheetDots, height] = [first.height + gapDots, (first.height + gapDots) * drawn - gapDots]
    const canvas = Buffer.alloc(width * height * channels, gapColour)
    for (let i = 0; i < drawn; i++) {
      canvas.set((i === 0 ? first : await sheets(i)).data, i * sheetDots * width * channels)
      await setImmediate()
    }
    document.destroy()
    return { png: await sharp(canvas, { raw: { width, height, channels } }).png({ palette: true }).toBuffer(), drawn, pages }
  } finally {
    library.destroy()
  }
}

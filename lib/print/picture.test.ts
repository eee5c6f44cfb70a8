import sharp from 'sharp'
import { expect, it } from 'vitest'
import { ink, margin, openPaper, write } from '@/lib/print/paper'
import { gapDots, mostPages, pictureOf } from '@/lib/print/picture'

const dots = (points: number) => Math.round((points * 150) / 72)
const sheet = { width: 1239, height: 1752 }

/** Pages that each say their number at the same place, the first under the mark. */
async function paperOf(pages: number): Promise<Buffer> {
  const { pdf, finish } = await openPaper({ title: 'Pages', subject: '' })
  for (let i = 0; i < pages; i++) {
    if (i > 0) pdf.addPage()
    pdf.fontSize(22).fillColor(ink.main)
    write(pdf, 'strong', `Page ${i + 1}`, margin, margin + 42, {})
  }
  return finish()
}

type Box = { left: number; top: number; width: number; height: number }

/** The colours in a part of a picture, each with how many dots have it. */
async function coloursIn(png: Buffer, box: Box): Promise<Map<string, number>> {
  const { data } = await sharp(png).extract(box).removeAlpha().raw().toBuffer({ resolveWithObject: true })
  const colours = new Map<string, number>()
  for (let i = 0; i < data.length; i += 3) {
    const colour = `#${data.subarray(i, i + 3).toString('hex').toUpperCase()}`
    colours.set(colour, (colours.get(colour) ?? 0) + 1)
  }
  return colours
}

const topOf = (page: number) => page * (sheet.height + gapDots)
const heading = (page: number): Box => ({ left: dots(margin), top: topOf(page) + dots(margin + 42), width: dots(100), height: dots(28) })

it('of one page has its size at 150 dots an inch, ink where the heading is, white where nothing is, and colours as on paper', async () => {
  const { png, drawn, pages } = await pictureOf(await paperOf(1))
  expect([drawn, pages]).toEqual([1, 1])
  expect(await sharp(png).metadata()).toMatchObject({ format: 'png', ...sheet })
  expect((await coloursIn(png, heading(0))).get(ink.main)).toBeGreaterThan(500)
  expect((await coloursIn(png, { left: dots(margin), top: dots(margin), width: dots(26), height: dots(22) })).get(ink.accent)).toBeGreaterThan(200)
  expect([...(await coloursIn(png, { left: 0, top: dots(200), width: sheet.width, height: dots(500) })).keys()]).toEqual(['#FFFFFF'])
})

it('of several has them one below the other, each in its place, the gap between them grey', async () => {
  const { png } = await pictureOf(await paperOf(3))
  expect(await sharp(png).metadata()).toMatchObject({ width: sheet.width, height: 3 * sheet.height + 2 * gapDots })
  for (const page of [0, 1, 2]) expect((await coloursIn(png, heading(page))).get(ink.main)).toBeGreaterThan(500)
  for (const page of [1, 2]) expect([...(await coloursIn(png, { left: 0, top: topOf(page) - gapDots, width: sheet.width, height: gapDots })).keys()]).toEqual(['#E2E5E3'])
})

it('of many ends after as many as a viewer shows, and says so; several asked for at once are each whole', async () => {
  const all = await Promise.all([mostPages, mostPages + 3].map(async (pages) => pictureOf(await paperOf(pages))))
  expect(all.map(({ drawn, pages }) => [drawn, pages])).toEqual([[mostPages, mostPages], [mostPages, mostPages + 3]])
  for (const { png } of all) {
    expect((await sharp(png).metadata()).height).toBe(topOf(mostPages) - gapDots)
    expect(topOf(mostPages)).toBeLessThan(16_384)
    expect((await coloursIn(png, heading(mostPages - 1))).get(ink.main)).toBeGreaterThan(500)
  }
})

it('of what is no PDF is refused', async () => {
  await expect(pictureOf(Buffer.from('no paper'))).rejects.toThrow()
})

import { expect, it } from 'vitest'
import type { DashboardView, TileView } from '@/lib/plant/views/dashboard-view'
import { ownReport } from '@/lib/reports/own-report'
import { reportPdf } from '@/lib/reports/report-pdf'
import { pdfPages } from '@/lib/testing/read-pdf'

const at = new Date('2026-03-09T12:00:00Z')
const dayMs = 86_400_000
const window = { from: new Date(at.getTime() - 30 * dayMs), to: at }
const nodeOf = (name: string) => ({ name, level: 'line', id: name }) as TileView['node']
const oeeOf = (name: string, days: number): TileView => ({
  key: name, node: nodeOf(name), window, kind: 'oee-trend', unit: '%', digits: 1, gaps: [], stepSeconds: 86_400,
  points: Array.from({ length: days }, (_, i) => ({ at: new Date(window.from.getTime() + i * dayMs), mean: 60.04 + i, min: 60.04 + i, max: 60.04 + i })),
})
const lossesOf = (name: string, minutes: number[]): TileView => ({
  key: name, node: nodeOf(name), window, kind: 'downtime-pareto',
  losses: minutes.map((one, i) => ({ reasonCode: `R${i}`, kind: 'breakdown', minutes: one, stops: i + 1, shareRatio: 0, cumulativeRatio: 0, open: false, money: null })),
})
const viewOf = (tiles: TileView[], more: Partial<DashboardView['dashboard']> = {}) =>
  ({ dashboard: { id: 'month', name: 'Month', summary: 'What the lines made', ...more }, tiles, model: { tenant: { name: 'Riverside', timeZone: 'America/Chicago' }, reasons: new Map([['R0', { name: 'Film tear' }]]) } }) as unknown as DashboardView
const textOf = async (view: DashboardView) => pdfPages(await reportPdf(ownReport(view), at)).join('\n')
const tight = (words: string) => words.replace(/\s/g, '')

it('says title, plant, the period by the plant’s clock, each line of the mail and each day', async () => {
  const text = await textOf(viewOf([oeeOf('Line 1', 3)]))
  for (const words of ['Month, Riverside', 'What the lines made', 'As of 9 Mar 2026, 07:00 (America/Chicago)', 'last 62.0 %; lowest 60.0 % (7 Feb), highest 62.0 % (9 Feb)', '7 Feb 2026, 06:00 to 9 Mar 2026, 07:00', 'Sat 7 Feb 60.0 %', 'Mon 9 Feb 62.0 %']) expect(text).toContain(tight(words))
})

it('says each reason of a stop, its minutes and how often', async () => {
  const text = await textOf(viewOf([lossesOf('Line 1', [120.4, 60])]))
  for (const words of ['180 min; most: Film tear 120 min, R1 60 min', 'Film tear 120 min, 1 stop', 'R1 60 min, 2 stops']) expect(text).toContain(tight(words))
})

it('goes on over as many pages as it has lines, none cut, each with its number', async () => {
  const pages = pdfPages(await reportPdf(ownReport(viewOf(Array.from({ length: 14 }, (_, i) => lossesOf(`Line ${i + 1}`, Array.from({ length: 12 }, (_, reason) => 500 - reason))))), at))
  expect(pages.length).toBeGreaterThan(4)
  for (const [i, text] of pages.entries()) expect(text).toContain(`${i + 1}of${pages.length}`)
  for (let i = 1; i <= 14; i++) expect(pages.join('').split(`Downtime,Line${i},30days`)).toHaveLength(3)
  expect(pages.join('').split('R11489min,12stops')).toHaveLength(15)
})

it('of a period without figures or stops says so, and of nothing to see too', async () => {
  const text = await textOf(viewOf([oeeOf('Line 1', 0), lossesOf('Line 2', [])]))
  for (const words of ['no figure in this period', 'No figure in this period.', 'no stop in this period', 'No stop in this period.']) expect(text).toContain(tight(words))
  expect(await textOf(viewOf([]))).toContain(tight('Nothing in this dashboard is yours to see now.'))
})

it.each(['Zakład Łódź', 'Βιομηχανία Α1', 'Цех розлива', 'Usine d’Évreux'])('writes “%s” in letters that can be read and copied', async (name) => {
  expect(await textOf(viewOf([oeeOf(name, 1)]))).toContain(tight(name))
})

it('draws one figure alone, which is a point and no line', async () => {
  expect(await textOf(viewOf([oeeOf('Line 1', 1)]))).toContain(tight('Sat 7 Feb 60.0 %'))
})

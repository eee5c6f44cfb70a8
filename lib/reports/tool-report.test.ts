import { expect, it } from 'vitest'
import type { ChartFigures } from '@/lib/adapters/bi/port'
import { reportContent, reportCsv } from '@/lib/reports/report-content'
import { reportPdf } from '@/lib/reports/report-pdf'
import { toolReport } from '@/lib/reports/tool-report'
import { pdfPages } from '@/lib/testing/read-pdf'

const ratio = (name: string) => ({ name, kind: 'figure' as const, isRatio: true, digits: 1 })
const count = (name: string) => ({ name, kind: 'figure' as const, isRatio: false, digits: 0 })
const label = (name: string) => ({ name, kind: 'label' as const })
const day = { name: 'day', kind: 'day' as const }
const chartOf = (name: string, columns: ChartFigures['columns'], rows: ChartFigures['rows'], more: Partial<ChartFigures> = {}): ChartFigures => ({ name, columns, rows, isCut: false, refused: null, ...more })

const alone = chartOf('OEE, 30 days', [ratio('OEE')], [[0.5731]])
const byLine = chartOf('By line', [label('line'), ratio('OEE'), count('Good')], [['Line 1', 0.61, 1234567], ['Line 2', null, 8], ['Line 3', 0.5, 7], ['=HYPERLINK("x")', 0.4, 6]])
const byProduct = chartOf('By product', [label('product'), count('Good')], [1, 2, 3, 4, 5].map((i) => [`Item ${i}`, i]))
const byReason = chartOf('Minutes by reason', [label('reason'), count('Unplanned minutes')], [['Film tear', 120.4], ['Jam', 60]])
const byDay = chartOf('OEE by day', [day, label('line'), ratio('OEE')], [['2026-03-07', 'Line 1', 0.6], ['2026-03-07', 'Line 10', 0.7], ['2026-03-08', 'Line 2', 0.5], ['2026-03-08', 'Line 1', 0.625]])
const byDayAlone = chartOf('Energy by day, kWh', [day, count('Energy, kWh')], [['2026-03-05', 900], ['2026-03-06', null], ['2026-03-07', 1000], ['2026-03-08', 1100]])
const plant = { name: 'Riverside', timeZone: 'Pacific/Kiritimati' }
const at = new Date('2026-03-09T12:00:00Z')

const reportOf = (...charts: ChartFigures[]) => toolReport({ id: 'oee', name: 'OEE', summary: 'Of 30 days' }, plant, charts, '2026-03-09')
const linesOf = (...charts: ChartFigures[]) => reportOf(...charts).lines.map(([name, words]) => `${name}: ${words.replaceAll('\u00A0', ' ')}`)
const paper = async (...charts: ChartFigures[]) => pdfPages(await reportPdf(reportOf(...charts), at))
const tight = (words: string) => words.replace(/\s/g, '')

it('says each chart in a line: a figure alone, the first of a list, the last day, or last, lowest and highest', () => {
  expect(linesOf(alone, byLine, byProduct, byReason, byDay, byDayAlone)).toEqual([
    'OEE, 30 days: 57.3 %',
    'By line: OEE of Line 1: 61.0 %, Line 2: —, Line 3: 50.0 %, =HYPERLINK("x"): 40.0 %',
    'By product: Item 1: 1, Item 2: 2, Item 3: 3 and 2 more',
    'Minutes by reason: Film tear: 120, Jam: 60',
    'OEE by day: on 8 Mar, Line 2: 50.0 %, Line 1: 62.5 %',
    'Energy by day, kWh: last 1 100; lowest 1 000 (7 Mar), highest 1 100 (8 Mar)',
  ])
})

it('counts a day once it is over, and not the one that the period cuts; on paper and in the CSV they stand', async () => {
  const rows: ChartFigures['rows'] = [['2026-03-06', 'Line 1', 0.1], ['2026-03-07', 'Line 1', 0.6], ['2026-03-08', 'Line 1', 0.5], ['2026-03-09', 'Line 1', 0.9]]
  const sums: ChartFigures['rows'] = rows.map(([at, , figure]) => [at!, Number(figure) * 1000])
  expect(linesOf({ ...byDay, rows }, { ...byDayAlone, rows: sums }, { ...byDay, rows: rows.slice(3) })).toEqual([
    'OEE by day: on 8 Mar, Line 1: 50.0 %',
    'Energy by day, kWh: last 500; lowest 500 (8 Mar), highest 600 (7 Mar)',
    'OEE by day: on 9 Mar, Line 1: 90.0 %',
  ])
  for (const said of ['Fri6Mar10.0%', 'Mon9Mar90.0%']) expect((await paper({ ...byDay, rows })).join('')).toContain(said)
  expect(reportCsv(reportOf({ ...byDay, rows })).split('\r\n')).toHaveLength(6)
})

it('says what has no figure, what was not answered, and where rows are left out', () => {
  expect(linesOf({ ...alone, rows: [[null]] }, { ...byDay, rows: [] }, chartOf('Odd', [], [], { refused: 'a chart of this kind is not sent' }), { ...byReason, isCut: true })).toEqual([
    'OEE, 30 days: no figure in this period',
    'OEE by day: no figure in this period',
    'Odd: a chart of this kind is not sent',
    'Minutes by reason: Film tear: 120, Jam: 60; the first 2 rows',
  ])
})

it('is a mail under the name of dashboard and plant', () => {
  const words = { time: 'every day', scheduledBy: 'Eve', url: 'http://x/dashboards/tool/oee', unsubscribeUrl: 'http://x/u', files: 'Nothing.' }
  expect(reportContent(reportOf(alone), words)).toMatchObject({ subject: 'OEE, Riverside', blocks: ['Of 30 days', { facts: [['OEE, 30 days', '57.3\u00A0%']] }, 'Nothing.', { url: words.url }] })
})

it('has every figure of every row in the CSV, not rounded, ratios in percent, no cell a formula', () => {
  expect(reportCsv(reportOf(alone, byLine, byDay)).split('\r\n')).toEqual([
    'chart,of,day,figure,value,unit',
    '"OEE, 30 days",,,OEE,57.31,%',
    'By line,Line 1,,OEE,61,%', 'By line,Line 1,,Good,1234567,',
    'By line,Line 2,,OEE,,%', 'By line,Line 2,,Good,8,',
    'By line,Line 3,,OEE,50,%', 'By line,Line 3,,Good,7,',
    `By line,"'=HYPERLINK(""x"")",,OEE,40,%`, `By line,"'=HYPERLINK(""x"")",,Good,6,`,
    'OEE by day,Line 1,2026-03-07,OEE,60,%', 'OEE by day,Line 10,2026-03-07,OEE,70,%', 'OEE by day,Line 2,2026-03-08,OEE,50,%', 'OEE by day,Line 1,2026-03-08,OEE,62.5,%',
    '',
  ])
})

it('draws days by line in the order of their numbers, names and figures as bars, more as a table; days are the tool’s, whatever the zone', async () => {
  const text = (await paper(alone, byLine, byReason, byDay, byDayAlone)).join('')
  const [, , lines, , reasons, , days, , energy] = text.split(/(OEE,30days|Byline|Minutesbyreason|OEEbyday|Energybyday,kWh)/).slice(-9)
  expect(lines).toContain(tight('Line OEE Good Line 1 61.0 % 1 234 567 Line 2 — 8'))
  expect(reasons).toContain(tight('Film tear 120 Jam 60'))
  expect(days).toMatch(new RegExp(['Line1', 'Sat7Mar60.0%', 'Sun8Mar62.5%', 'Line2', 'Sun8Mar50.0%', 'Line10', 'Sat7Mar70.0%'].join('[^]*')))
  expect(energy).toMatch(/Thu5Mar900Sat7Mar1000Sun8Mar1100/)
})

it('of a thousand rows loses none, with the head of the table on each page', async () => {
  const rows = Array.from({ length: 1000 }, (_, i): [string, number, number] => [`Item ${i}.`, i / 1000, i])
  const pages = await paper(chartOf('Long', [label('item'), ratio('Share'), count('Pieces')], rows, { isCut: true }))
  expect(pages[0]).toContain(tight('The first 1000 rows.'))
  for (const text of pages) expect(text).toContain('ItemSharePieces')
  for (let i = 0; i < 1000; i += 37) expect(pages.join('')).toContain(tight(`Item ${i}. ${((i / 1000) * 100).toFixed(1)} %`))
})

it('says on paper what has no figures, and why', async () => {
  const text = (await paper({ ...byDay, rows: [] }, { ...byLine, rows: [] }, chartOf('Odd', [], [], { refused: 'Superset did not answer this chart' }))).join('')
  expect(text.split(tight('No figure in this period.'))).toHaveLength(3)
  expect(text).toContain(tight('No figures: Superset did not answer this chart.'))
})

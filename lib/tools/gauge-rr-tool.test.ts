import { describe, expect, it } from 'vitest'
import { toolsGaugeRr } from '@/lib/api/tools-gauge-rr'
import { aiagStudy, impedanceStudy } from '@/lib/spc/gauge-rr-published'
import { gaugeRrTool, readGaugeRows } from '@/lib/tools/gauge-rr-tool'

const read = (text: string) => {
  const made = readGaugeRows(text)
  if (!made.ok) throw new Error(made.refusal.message)
  return made.value
}
const long = (mark: string, head = true, decimal = '.') =>
  [...(head ? [['Part', 'Appraiser', 'Value'].join(mark)] : []), ...aiagStudy.map(({ part, appraiser, value }) => [part, appraiser, String(value).replace('.', decimal)].join(mark))].join('\r\n')

describe('pasted readings', () => {
  it.each([['semicolons', ';', '.'], ['tabs', '\t', '.'], ['commas', ',', '.'], ['blanks', '  ', '.'], ['semicolons and decimal commas', ';', ','], ['tabs and decimal commas', '\t', ',']])(
    'are read between %s, with a head and without', (_, mark, decimal) => {
      expect(read(long(mark, true, decimal))).toEqual(aiagStudy)
      expect(read(long(mark, false, decimal))).toEqual(aiagStudy)
    },
  )

  it('go by the names in the head, whatever stands between and in whichever order', () => {
    expect(read('Operator;Trial;Reading;Part\nAnn;1;2,5 mm;7\nAnn;2;2,6 mm;7')).toEqual([{ part: '7', appraiser: 'Ann', value: 2.5 }, { part: '7', appraiser: 'Ann', value: 2.6 }])
  })

  it('have their value last when nothing is named', () => {
    expect(read('7\tAnn\t1\t2.5\n7\tAnn\t2\t2.6').map(({ value }) => value)).toEqual([2.5, 2.6])
  })

  it('keep names with blanks, in quotes too', () => {
    expect(read('"Part 7";Ann Lee;2.5')).toEqual([{ part: 'Part 7', appraiser: 'Ann Lee', value: 2.5 }])
  })

  it.each([
    ['', 'nothing', undefined],
    ['1;2', 'too_few_columns', undefined],
    ['1;A;2\n1;A', 'ragged', 2],
    ['Part,Appraiser,Value\n1,A,0,29', 'ragged', 2],
    ['1,A,0,29\n1,A,0,41', 'too_many_columns', undefined],
    ['Part;Appraiser;Value\n1;A;2\n\n1;A;n/a', 'not_a_number', 4],
  ])('are refused, with the line: %j', (text, code, row) => {
    expect(readGaugeRows(text)).toMatchObject({ ok: false, refusal: { code, ...(row && { row }) } })
  })
})

describe('the gauge R&R tool', () => {
  it('answers in the shape that it documents, pooled or not, with a tolerance or without', () => {
    for (const rows of [aiagStudy, impedanceStudy]) {
      for (const tolerance of [undefined, null, 40]) {
        const answer = gaugeRrTool({ rows, tolerance })
        if (!answer.ok) throw new Error(answer.refusal.message)
        expect(toolsGaugeRr.output.parse(answer.value)).toEqual(answer.value)
      }
    }
  })

  it('takes its own example', () => {
    expect(toolsGaugeRr.input.safeParse(toolsGaugeRr.example.input)).toMatchObject({ success: true })
    expect(toolsGaugeRr.example.output).toMatchObject({ design: { parts: ['1', '2'], appraisers: ['Ann', 'Ben'], trials: 2 } })
  })

  it('names the cell that is missing', () => {
    expect(gaugeRrTool({ rows: aiagStudy.filter(({ part, appraiser }) => part !== '4' || appraiser !== 'C') })).toMatchObject({ ok: false, refusal: { code: 'missing_cell', row: 'part 4 by C' } })
  })
})

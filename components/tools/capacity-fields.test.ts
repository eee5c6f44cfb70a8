import { describe, expect, it } from 'vitest'
import { capacityFaults, capacityQuery, capacityRequest, capacityTexts, capacityTextsStart } from '@/components/tools/capacity-fields'
import { stepTable, stepViews } from '@/components/tools/capacity-steps'
import { billCsv, inputsCsv } from '@/components/tools/capacity-take-along'
import { planTerms } from '@/components/tools/capacity-terms'
import { capacityTool } from '@/lib/tools/capacity/capacity-tool'
import { capacityStart, numberNames } from '@/lib/tools/capacity/request'

const made = capacityTool(capacityStart)
if (!made.ok) throw new Error(made.refusal.message)
const answer = made.value

describe('the fields of the capacity planner', () => {
  it('come back out of their own address, which carries only what was changed', () => {
    const texts = { ...capacityTextsStart, facilities: '20', coreHour: '0,05', tiering: 'off' }
    expect(capacityQuery(texts)).toBe('?facilities=20&coreHour=0%2C05&tiering=off')
    expect(capacityTexts(Object.fromEntries(new URLSearchParams(capacityQuery(texts))))).toEqual(texts)
    expect(capacityQuery(capacityTextsStart)).toBe('')
  })

  it('take nothing else out of an address', () => {
    expect(capacityTexts({ utm_source: 'x', zones: ['1', '2'], budget: '9'.repeat(500) })).toEqual({ ...capacityTextsStart, budget: '9'.repeat(40) })
  })

  it('are the request of the API', () => {
    expect(capacityRequest(capacityTextsStart)).toEqual(capacityStart)
    expect(capacityRequest({ ...capacityTextsStart, coreHour: '0,05', rollups: 'off' })).toEqual({ ...capacityStart, coreHour: 0.05, rollups: false })
  })

  it.each([['facilities', 'many'], ['facilities', '1.5'], ['zones', '9'], ['loadShare', '70'], ['budget', ''], ['coreHour', '-1']] as const)('name the one that is wrong: %s = %j', (name, text) => {
    expect(Object.keys(capacityFaults({ ...capacityTextsStart, [name]: text }))).toEqual([name])
  })

  it('have no fault at the start', () => expect(capacityFaults(capacityTextsStart)).toEqual({}))
})

describe('what is taken along', () => {
  it('is every line and their sum, as the page shows them', () => {
    const rows = billCsv(answer.lines).trimEnd().split('\r\n')
    expect(rows).toHaveLength(answer.lines.length + 2)
    expect(rows.at(-1)).toBe(`total,,,,${answer.lines.reduce((sum, { monthly }) => sum + monthly, 0)},,,`)
  })
  it('is every number with its source', () => {
    const rows = inputsCsv(capacityStart).trimEnd().split('\r\n')
    expect(rows).toHaveLength(numberNames.length + 1)
    expect(rows.find((row) => row.startsWith('zoneGb,'))).toContain('2026-06-02')
  })
})

describe('the picture of the bill', () => {
  it('has the same sums as its table, the last of them the bill', () => {
    const sums = stepViews(answer.steps).map(({ name: _, ...groups }) => Object.values(groups).reduce((sum: number, value) => sum + Number(value), 0))
    answer.steps.forEach(({ total }, i) => expect(sums[i]).toBeCloseTo(total, 6))
    expect(stepTable(answer.steps).rows.map(([name]) => name)).toEqual(['No choice', '+ Compression on the wire', '+ Follower fetch', '+ Tiering', '+ Roll-ups instead of raw'])
    expect(answer.steps.at(-1)!.total).toBe(answer.total)
  })
  it('is beside what is to be run, each with why', () => {
    for (const { termNote } of planTerms(capacityStart, answer)) expect(termNote).toBeTruthy()
  })
})

import { describe, expect, it } from 'vitest'
import { catalogueTables } from '@/lib/catalogue/catalogue-tables'
import { lineageJobs, lineageOf } from '@/lib/catalogue/lineage'
import { box, layLineage } from '@/lib/catalogue/lineage-layout'
import { jobEvents, sealingEvents } from '@/lib/catalogue/open-lineage'

const origin = { producer: 'http://localhost:3000', namespace: 'millrace://dairy' }
const now = new Date('2026-03-12T12:00:00Z')

describe('lineage', () => {
  it('says of every table how it is made, and of what is made it goes on to something that people look at or to another table', () => {
    const made = lineageJobs.flatMap(({ outputs }) => outputs)
    expect(catalogueTables.map(({ sqlName }) => sqlName).filter((name) => !made.includes(name))).toEqual([])
  })
  it('leads from the webhook to a chart through the sealed files', () => {
    const ids = lineageOf('bronze.readings').nodes.map(({ id }) => id)
    expect(ids.toSorted()).toEqual(['bronze.readings', 'chart.query', 'store.readings', 'webhook.readings'])
  })
  it('of one table leaves out what has nothing to do with it', () => {
    const ids = lineageOf('silver.batches').nodes.map(({ id }) => id)
    expect(ids).toContain('gold.material_use')
    expect(ids).not.toContain('silver.stops')
  })
  it('has no circle: what is made is never made of itself', () => {
    for (const { sqlName } of catalogueTables) expect(lineageOf(sqlName).edges.filter(({ from, to }) => from === to)).toEqual([])
    expect(() => layLineage(lineageOf())).not.toThrow()
  })
})

describe('its picture', () => {
  const picture = layLineage(lineageOf())
  const at = (id: string) => picture.nodes.find((node) => node.id === id)!
  it('sets everything right of what it is made from', () => {
    expect(picture.edges.length).toBeGreaterThan(30)
    for (const { from, to } of picture.edges) expect(at(to).x, `${from} to ${to}`).toBeGreaterThan(at(from).x)
  })
  it('lays no box over another and none outside', () => {
    for (const a of picture.nodes) {
      expect(a.x + box.width <= picture.width && a.y + box.height <= picture.height && a.x >= 0 && a.y >= 0, a.id).toBe(true)
      for (const b of picture.nodes) if (a.id < b.id) expect(a.x === b.x && Math.abs(a.y - b.y) < box.height, `${a.id} ${b.id}`).toBe(false)
    }
  })
  it('sets what people look at into the last column', () => {
    const last = Math.max(...picture.nodes.map(({ x }) => x))
    expect(picture.nodes.filter(({ kind }) => kind === 'chart').every(({ x }) => x === last)).toBe(true)
  })
})

describe('as OpenLineage', () => {
  it('every step is a JobEvent with the columns of what it makes', () => {
    const events = jobEvents(origin, now)
    expect(events.map(({ job }) => job.name)).toEqual(lineageJobs.map(({ name }) => name))
    const days = events.find(({ job }) => job.name === 'production-days')!
    expect(days).toMatchObject({ eventTime: '2026-03-12T12:00:00.000Z', producer: 'http://localhost:3000', outputs: [{ namespace: 'millrace://dairy', name: 'gold.production.oee', facets: { schema: { fields: expect.arrayContaining([expect.objectContaining({ name: 'planned_busy_minutes', type: 'DOUBLE' })]) as unknown } } }] })
    expect(days.run).toBeUndefined()
  })
  it('a sealed file is one run, the same however often it is told, another one for another plant', () => {
    const file = { id: '20260312T115700000Z-abc', kind: 'sealed' as const, rows: 600n, bytes: 4096n, startsAt: new Date(now.getTime() - 300_000), endsAt: now, madeAt: now }
    const [event] = sealingEvents(origin, [file])
    expect(event!.eventType).toBe('COMPLETE')
    expect(event!.outputs[0]!.outputFacets!.outputStatistics).toMatchObject({ rowCount: 600, size: 4096 })
    expect(sealingEvents(origin, [file])[0]!.run!.runId).toBe(event!.run!.runId)
    expect(sealingEvents({ ...origin, namespace: 'millrace://other' }, [file])[0]!.run!.runId).not.toBe(event!.run!.runId)
  })
})

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { changeModel, listChanges, undoChange } from '@/lib/plant/model/change-model'
import { addNode, deleteNode, moveNode, renameNode } from '@/lib/plant/model/edit-nodes'
import { importModel } from '@/lib/plant/model/import-model'
import { loadCalendars } from '@/lib/plant/model/load-calendars'
import { loadModelTree, loadRecords } from '@/lib/plant/model/load-model'
import type { RecordKind } from '@/lib/plant/model/records'
import { deleteRecord, saveRecord } from '@/lib/plant/model/save-record'
import { loadPlantModel, modelAt, shiftsOf } from '@/lib/plant/views/load-plant'
import { createTenant } from '@/lib/tenancy/create-tenant'
import { removeTenantRows } from '@/lib/tenancy/tenant-rows'
import { type TestSystem, testSystem } from '@/lib/testing/test-system'

const t = 'riverside'
const [ann, ben] = ['ann@plant.example', 'ben@plant.example']

let system: TestSystem
beforeAll(async () => {
  system = await testSystem()
})
afterAll(() => system.stop())
beforeEach(async () => {
  await removeTenantRows(system.db, t)
  await createTenant(system, { id: t, name: 'Riverside', timeZone: 'Europe/Vienna', industry: 'dairy', placement: 'shared', siteName: 'Site', areaName: 'Filling', lineName: 'Line 1' }, ann)
})

const tree = async () => (await loadModelTree(system, t)).map(({ path }) => path)
const node = async (id: string) => (await loadModelTree(system, t)).find((one) => one.id === id)!
const undoLast = async () => undoChange(system, t, (await listChanges(system, t))[0]!.id, ann)
const save = (kind: RecordKind, fields: Record<string, string>, id: string | null = null, version = 0, actor = ann) => saveRecord(system, t, { kind, id, version, fields }, actor)
const signal = (name: string) => ({ name, node_id: 'line-1', unit: '°C', decimals: '1', expected_interval_seconds: '60', low_limit: '', high_limit: '90', quantity: 'temperature' })
const shift = { name: 'Early', start_local: '06:00', end_local: '14:00', weekdays: '1,2,3,4,5', breaks: 'Lunch 10:00-10:30' }

describe('the tree', () => {
  it('grows by the levels of ISA-95 and keeps addresses apart', async () => {
    await addNode(system, t, { parentId: 'line-1', name: 'Filler' }, ann)
    expect(await addNode(system, t, { parentId: 'filling', name: 'Line 2' }, ann)).toBe('line-2')
    expect(await tree()).toEqual(['site', 'site/filling', 'site/filling/line-1', 'site/filling/line-1/filler', 'site/filling/line-2'])
    await expect(addNode(system, t, { parentId: 'filling', name: 'Line 2' }, ann)).rejects.toMatchObject({ status: 409 })
    await expect(addNode(system, t, { parentId: 'line-1.filler', name: 'Pump' }, ann)).rejects.toMatchObject({ status: 422 })
  })
  it('moves a place with all below it, and back with an undo', async () => {
    await addNode(system, t, { parentId: 'site', name: 'Packing' }, ann)
    await addNode(system, t, { parentId: 'line-1', name: 'Filler' }, ann)
    await moveNode(system, t, { id: 'line-1', version: 1, parentId: 'packing' }, ann)
    expect(await tree()).toContain('site/packing/line-1/filler')
    await undoLast()
    expect(await tree()).toContain('site/filling/line-1/filler')
  })
  it('is not moved under itself', async () => {
    await addNode(system, t, { parentId: null, name: 'Other site' }, ann)
    const before = await tree()
    await expect(moveNode(system, t, { id: 'filling', version: 1, parentId: 'filling' }, ann)).rejects.toMatchObject({ detail: expect.stringContaining('under itself') })
    await expect(moveNode(system, t, { id: 'filling', version: 1, parentId: 'line-1' }, ann)).rejects.toMatchObject({ detail: expect.stringContaining('under itself') })
    expect(await tree()).toEqual(before)
  })
  it('loses a place with what hangs on it, and gets all of it back', async () => {
    await save('signal', signal('Oven'))
    await save('product', { name: 'Milk', count_unit: 'carton', piece_grams: '' })
    await save('routing', { product_id: 'milk', line_id: 'line-1', ideal_rate_per_minute: '80' })
    await system.db.asOperator((tx) => tx.alarmRule.create({ data: { tenantId: t, id: 'hot', name: 'Hot', signalId: 'line-1.oven', kind: 'threshold', settings: { direction: 'high', limit: 90, hysteresis: 1 }, priority: 2, updatedAt: system.clock.now(), updatedBy: ann } }))
    await deleteNode(system, t, { id: 'filling', version: 1 }, ann)
    const counts = () => system.db.inTenant(t, async (tx) => [await tx.plantNode.count(), await tx.signal.count(), await tx.alarmRule.count(), await tx.routing.count()])
    expect(await counts()).toEqual([1, 0, 0, 0])
    await undoLast()
    expect(await counts()).toEqual([3, 1, 1, 1])
  })
  it('edited by two says who was first, and loses neither', async () => {
    await renameNode(system, t, { id: 'line-1', version: 1, name: 'Ann’s line' }, ann)
    const second = await renameNode(system, t, { id: 'line-1', version: 1, name: 'Ben’s line' }, ben)
    expect(second).toMatchObject({ kind: 'conflict', by: ann, version: 2, theirs: { name: 'Ann’s line' } })
    expect((await node('line-1')).name).toBe('Ann’s line')
    await renameNode(system, t, { id: 'line-1', version: 2, name: 'Ben’s line' }, ben)
    expect((await node('line-1')).name).toBe('Ben’s line')
  })
  it('changed since is not put back over it', async () => {
    await renameNode(system, t, { id: 'line-1', version: 1, name: 'One' }, ann)
    const [first] = await listChanges(system, t)
    await renameNode(system, t, { id: 'line-1', version: 2, name: 'Two' }, ben)
    await expect(undoChange(system, t, first!.id, ann)).rejects.toMatchObject({ detail: expect.stringContaining(`by ${ben}`) })
    expect((await node('line-1')).name).toBe('Two')
  })
  it('undone tells whoever has the old form open', async () => {
    await renameNode(system, t, { id: 'line-1', version: 1, name: 'One' }, ann)
    await undoLast()
    expect(await renameNode(system, t, { id: 'line-1', version: 1, name: 'Old form' }, ben)).toMatchObject({ kind: 'conflict' })
  })
  it('a change that fails midway leaves nothing', async () => {
    const before = await tree()
    await expect(changeModel(system, t, ann, async (edit) => {
      await edit.remove('plant_node', 'line-1')
      throw new Error('lights out')
    })).rejects.toThrow('lights out')
    expect(await tree()).toEqual(before)
    expect(await listChanges(system, t)).toEqual([])
  })
})

describe('a file of the plant', () => {
  const file = ['level,path,name,unit,decimals,interval_seconds,low_limit,high_limit,quantity', 'area,site/packing,Packing', 'line,site/packing/line-9,Line 9', 'signal,site/packing/line-9,Oven,°C,1,30,,240,temperature', 'line,site/filling/line-1,Line one'].join('\n')
  it('is tried without writing, then written as a whole, and taken back with one undo', async () => {
    const before = await tree()
    expect(await importModel(system, t, file, { dry: true, actor: ann })).toMatchObject({ done: false, broken: [], rows: [{ row: 2 }, { row: 3 }, { row: 4 }, { row: 5 }] })
    expect(await tree()).toEqual(before)
    expect((await importModel(system, t, file, { dry: false, actor: ann })).done).toBe(true)
    expect(await loadRecords(system, t, 'signal', 'line-9')).toMatchObject([{ fields: { name: 'Oven', high_limit: '240' } }])
    expect((await node('line-1')).name).toBe('Line one')
    await undoLast()
    expect(await tree()).toEqual(before)
  })
  it('with broken rows writes nothing and names each', async () => {
    const before = await tree()
    const report = await importModel(system, t, `${file}\nfloor,site/x,X\nline,nowhere/line-1,Y\nsignal,site/packing/line-9,Z,°C,1,0,,,temperature\nline,Site/UPPER,Z`, { dry: false, actor: ann })
    expect(report.done).toBe(false)
    expect(report.broken.map(({ row }) => row)).toEqual([6, 7, 8, 9])
    expect(await tree()).toEqual(before)
  })
})

it('is loaded as it is stored, in every column', async () => {
  await save('product', { name: 'Milk', count_unit: 'carton', piece_grams: '1032.5' })
  await save('stop_reason', { name: 'Jam', parent_code: '', kind: 'breakdown' })
  await save('shift_pattern', shift)
  await save('shift_exception', { date: '2026-03-10', kind: 'closed', name: 'Founding day', start_local: '', end_local: '' })
  await system.db.inTenant(t, async (tx) => {
    const model = await loadPlantModel(tx)
    const stored = { nodes: await tx.plantNode.findMany(), products: await tx.product.findMany(), reasons: await tx.stopReason.findMany(), patterns: await tx.shiftPattern.findMany() }
    for (const rows of Object.values(stored)) expect(rows).not.toEqual([])
    expect(new Set(model.nodes)).toEqual(new Set(stored.nodes))
    expect(new Set(model.products.values())).toEqual(new Set(stored.products))
    expect(new Set(model.reasons.values())).toEqual(new Set(stored.reasons))
    expect(new Set(model.patterns)).toEqual(new Set(stored.patterns))
    expect(model.exceptions).toEqual([{ ...(await tx.shiftException.findFirstOrThrow()), date: '2026-03-10' }])
  })
})

describe('the calendar', () => {
  const shifts = (from: string, to: string) => system.db.inTenant(t, async (tx) => shiftsOf(await loadPlantModel(tx), new Date(from), new Date(to)).map(({ name, localDate }) => `${name} ${localDate}`))
  it('is what OEE counts by: a holiday plans no time, an extra shift does', async () => {
    await save('shift_pattern', shift)
    await save('shift_exception', { date: '2026-03-10', kind: 'closed', name: 'Founding day', start_local: '', end_local: '' })
    await save('shift_exception', { date: '2026-03-14', kind: 'extra', name: 'Catching up', start_local: '07:00', end_local: '12:00' })
    expect(await shifts('2026-03-09T00:00:00Z', '2026-03-15T23:00:00Z')).toEqual(['Early 2026-03-09', 'Early 2026-03-11', 'Early 2026-03-12', 'Early 2026-03-13', 'Catching up 2026-03-14'])
  })
  it('of a line takes the place of its site’s, whose holidays it keeps; each site has its clock', async () => {
    await save('shift_pattern', shift)
    await save('shift_pattern', { ...shift, name: 'Long', node_id: 'line-1', start_local: '06:00', end_local: '18:00' })
    await save('shift_exception', { date: '2026-03-10', kind: 'closed', name: 'Founding day', start_local: '', end_local: '' })
    await save('shift_exception', { date: '2026-03-14', kind: 'extra', node_id: 'line-1', name: 'Catching up', start_local: '07:00', end_local: '12:00' })
    const site = await node('site')
    expect(await renameNode(system, t, { id: 'site', version: site.version, name: site.name, timeZone: 'America/Chicago' }, ann)).toMatchObject({ kind: 'saved' })
    const at = (place: string) => system.db.inTenant(t, async (tx) => {
      const model = await loadPlantModel(tx)
      return shiftsOf(modelAt(model, model.nodes.find(({ id }) => id === place)!), new Date('2026-03-09T12:00:00Z'), new Date('2026-03-15T00:00:00Z')).map(({ name, startsAt }) => `${name} ${startsAt.toISOString().slice(5, 16)}`)
    })
    expect(await at('site')).toEqual(['Early 03-09T11:00', 'Early 03-11T11:00', 'Early 03-12T11:00', 'Early 03-13T11:00'])
    expect(await at('line-1')).toEqual(['Long 03-09T11:00', 'Long 03-11T11:00', 'Long 03-12T11:00', 'Long 03-13T11:00', 'Catching up 03-14T12:00'])
    expect((await loadCalendars(system, t)).map(({ id, shifts, timeZone }) => [id, shifts, timeZone])).toEqual([['site', ['Early'], 'America/Chicago'], ['line-1', ['Long'], 'America/Chicago']])
  })
  it('refuses a clock that is none, and one of a line', async () => {
    const rename = async (id: string, timeZone: string) => renameNode(system, t, { id, version: (await node(id)).version, name: 'X', timeZone }, ann)
    await expect(rename('site', 'Mars/North')).rejects.toMatchObject({ status: 422 })
    await expect(rename('line-1', 'Europe/Vienna')).rejects.toMatchObject({ status: 422 })
  })
  it('refuses two shifts at once in words, and saves nothing', async () => {
    await save('shift_pattern', shift)
    await expect(save('shift_pattern', { ...shift, name: 'Overlap', start_local: '13:00', end_local: '20:00' })).rejects.toMatchObject({ detail: expect.stringContaining('Two shifts overlap') })
    await expect(save('shift_exception', { date: '2026-03-11', kind: 'extra', name: 'Too', start_local: '08:00', end_local: '09:00' })).rejects.toMatchObject({ status: 422 })
    expect(await loadRecords(system, t, 'shift_pattern')).toHaveLength(1)
    expect(await loadRecords(system, t, 'shift_exception')).toEqual([])
  })
})

describe('products, routings, reasons', () => {
  it('are refused in words when they cannot be', async () => {
    await expect(save('routing', { product_id: 'none', line_id: 'line-1', ideal_rate_per_minute: '80' })).rejects.toMatchObject({ status: 422 })
    await expect(save('product', { name: '', count_unit: 'x', piece_grams: '' })).rejects.toMatchObject({ detail: 'Give it a name.' })
    await expect(save('signal', { ...signal('Oven'), low_limit: '95' })).rejects.toMatchObject({ detail: 'The low limit is below the high limit.' })
  })
  it('in use are not deleted', async () => {
    await save('stop_reason', { name: 'Mechanics', parent_code: '', kind: 'breakdown' })
    await save('stop_reason', { name: 'Bearing', parent_code: 'mechanics', kind: 'breakdown' })
    await expect(deleteRecord(system, t, { kind: 'stop_reason', id: 'mechanics', version: 1 }, ann)).rejects.toMatchObject({ detail: expect.stringContaining('1 reasons') })
    await deleteRecord(system, t, { kind: 'stop_reason', id: 'bearing', version: 1 }, ann)
    await undoLast()
    expect((await loadRecords(system, t, 'stop_reason')).map(({ id }) => id)).toEqual(['mechanics', 'bearing'])
  })
  it('saved by two say who was first', async () => {
    await save('product', { name: 'Milk', count_unit: 'carton', piece_grams: '1000' })
    await save('product', { name: 'Milk', count_unit: 'carton', piece_grams: '1030' }, 'milk', 1, ben)
    expect(await save('product', { name: 'Whole milk', count_unit: 'carton', piece_grams: '1000' }, 'milk', 1)).toMatchObject({ kind: 'conflict', by: ben, theirs: { piece_grams: 1030 } })
  })
})

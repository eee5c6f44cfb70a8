import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { auditFilterFrom } from '@/lib/admin/audit-query'
import { type AuditFilter, changeIn, searchAudit } from '@/lib/admin/search-audit'
import { recordAudit } from '@/lib/audit/record'
import { type TestSystem, testSystem } from '@/lib/testing/test-system'

const tenantId = 'riverside'
const zone = 'Europe/Vienna'

let system: TestSystem
beforeAll(async () => {
  system = await testSystem()
  await system.db.asOperator(async (tx) => {
    await tx.tenant.create({ data: { id: tenantId, kind: 'customer', name: 'Riverside', timeZone: zone } })
    const say = (day: string, actor: string, action: string, detail: object = {}) => recordAudit(tx, new Date(day), { tenantId, actor, action, subject: 'line-1', detail: { ...detail }, reason: actor === 'ann' ? 'as agreed' : undefined })
    // Half past midnight in Vienna is still the day before in UTC.
    await say('2026-03-08T23:30:00Z', 'ann', 'role.given', { role: 'viewer' })
    await say('2026-03-09T12:00:00Z', 'ben', 'feature.switched', { old: true, new: false })
    await say('2026-03-10T12:00:00Z', 'ann', 'role.taken')
    await recordAudit(tx, new Date('2026-03-09T12:00:00Z'), { tenantId: 'platform', actor: 'ann', action: 'role.given', subject: 'elsewhere' })
  })
})
afterAll(() => system.stop())

const all: AuditFilter = { search: '', actor: '', action: '', from: null, until: null, before: null }
const found = async (filter: Partial<AuditFilter>) => (await searchAudit(system, tenantId, { ...all, ...filter })).rows.map(({ seq }) => seq)

describe('the audit search', () => {
  it('shows one tenant’s trail, the newest first', async () => {
    expect(await found({})).toEqual([3, 2, 1])
  })
  it('finds by who, what, words and reason', async () => {
    expect([await found({ actor: 'BEN' }), await found({ action: 'role.given' }), await found({ search: 'agreed' }), await found({ search: 'nowhere' })]).toEqual([[2], [1], [3, 1], []])
  })
  it('takes a day as the tenant’s day', async () => {
    const day = auditFilterFrom({ from: '2026-03-09', until: '2026-03-09' }, zone)
    expect(await found({ from: day.from, until: day.until })).toEqual([2, 1])
    expect(auditFilterFrom({ from: 'yesterday', before: '-3' }, zone)).toEqual(all)
  })
  it('goes on where the page before ended', async () => {
    const first = await searchAudit(system, tenantId, all, 2)
    expect(first.next).toBe(2)
    const second = await searchAudit(system, tenantId, { ...all, before: first.next }, 2)
    expect([second.rows.map(({ seq }) => seq), second.next]).toEqual([[1], null])
  })
  it('says old and new apart from the rest', () => {
    expect(changeIn({ old: true, new: false })).toEqual({ old: 'true', new: 'false', detail: '' })
    expect(changeIn({ from: 'a', to: 'b', version: 2 })).toEqual({ old: 'a', new: 'b', detail: '{"version":2}' })
  })
})

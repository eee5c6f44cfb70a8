import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BiTool, ToolDashboard } from '@/lib/adapters/bi/port'
import { done } from '@/lib/adapters/outcome'
import { value } from '@/lib/adapters/contract-checks'
import type { EffectiveRole, HeldRole } from '@/lib/auth/capabilities'
import { PortalOfTool } from '@/lib/embedding/portal-of-tool'
import { isShownTo, listAudiences, setAudience } from '@/lib/people/dashboard-audience'
import { loadDashboard } from '@/lib/plant/views/dashboard-view'
import { loadDashboards } from '@/lib/plant/views/dashboards-view'
import { customerWith } from '@/lib/testing/customer'
import { personOf } from '@/lib/testing/plant-with-story'
import { testSystem, type TestSystem } from '@/lib/testing/test-system'

const held = (...roles: EffectiveRole[]): HeldRole[] => roles.map((role) => ({ role, nodeId: '' }))

it.each<[EffectiveRole[], string[] | undefined, boolean]>([
  [['viewer'], undefined, true],
  [['viewer'], ['viewer'], true],
  [['viewer'], ['data_analyst'], false],
  [['viewer', 'data_analyst'], ['data_analyst'], true],
  [['viewer'], [], false],
  [['tenant_admin'], [], true],
  [['demo_user'], ['viewer'], false],
  [[], [], false],
])('%j is shown a dashboard for %j: %s', (roles, chosen, shown) => expect(isShownTo(held(...roles), chosen)).toBe(shown))

describe('a dashboard that is for engineers', () => {
  let system: TestSystem
  let door: PortalOfTool
  const person = (role: EffectiveRole, tenantId = 'acme') => ({ ...personOf(tenantId, held(role)), sessionHash: `session of ${role}` })
  const chart = { id: 7, sourceId: 11, columns: ['line'], metrics: ['oee'], axis: null, conditions: [] }
  const drawn: ToolDashboard[] = ['oee', 'energy'].map((id, i) => ({ id, name: id, summary: '', embeddedId: `${id}-1`, toolIds: [String(i + 1), `${id}-1`], charts: [chart] }))
  const tool = { title: 'Tool', holding: async () => done(drawn), guestToken: async () => done({ token: 't', seconds: 300 }), forward: async () => Response.json({ result: [] }) } as unknown as BiTool
  const question = JSON.stringify({ datasource: { id: 11, type: 'table' }, queries: [{ columns: ['line'], metrics: ['oee'] }], form_data: { slice_id: 7, dashboardId: 1 }, result_type: 'full' })
  const ask = (role: EffectiveRole, ticket: string) => door.answer(person(role), new Request('http://localhost/bi/superset/api/v1/chart/data', { method: 'POST', headers: { 'x-guesttoken': ticket, 'content-type': 'application/json' }, body: question }))
  const names = async (role: EffectiveRole, tenantId = 'acme') => value(await loadDashboards(system, person(role, tenantId))).map(({ id }) => id)

  beforeAll(async () => {
    system = await testSystem()
    for (const id of ['acme', 'other']) {
      await customerWith(system, id)
      await system.db.asOperator((tx) => tx.dashboard.createMany({ data: ['losses', 'month'].map((one) => ({ tenantId: id, id: one, name: one, summary: '', definition: { tiles: [] } })) }))
    }
    door = new PortalOfTool(system, tool, '/bi/superset')
    await setAudience(system, 'acme', 'own/month', ['data_engineer'], 'grace@example.com')
    await setAudience(system, 'acme', 'tool/oee', ['data_engineer'], 'grace@example.com')
  })
  afterAll(() => system.stop())

  it('stands in the catalogue of engineers and administrators, and is not there for others', async () => {
    expect(await names('data_engineer')).toEqual(['losses', 'month'])
    expect(await names('tenant_admin')).toEqual(['losses', 'month'])
    expect(await names('viewer')).toEqual(['losses'])
    expect(await names('viewer', 'other')).toEqual(['losses', 'month'])
  })

  it('is not there for whoever knows its address', async () => {
    expect(await loadDashboard(system, person('viewer'), 'month')).toBeNull()
    expect(await loadDashboard(system, person('viewer'), 'losses')).not.toBeNull()
    expect(await loadDashboard(system, person('data_engineer'), 'month')).not.toBeNull()
  })

  it('of a tool: no entry, no page, no ticket, no answer; a ticket from before is worth nothing', async () => {
    const ids = async (role: EffectiveRole) => value(await door.list(person(role)))!.map(({ id }) => id)
    expect([await ids('data_engineer'), await ids('viewer')]).toEqual([['oee', 'energy'], ['energy']])
    expect(value(await door.ticketFor(person('viewer'), 'oee'))).toBeNull()
    expect(await door.answer(person('viewer'), new Request('http://localhost/bi/superset/embedded/oee-1'))).toEqual({ refused: 'not-yours' })
    const { ticket } = value(await door.ticketFor(person('data_engineer'), 'oee'))!
    expect(await ask('data_engineer', ticket)).toMatchObject({ response: { status: 200 } })
    await setAudience(system, 'acme', 'tool/oee', ['viewer'], 'grace@example.com')
    expect(await ask('data_engineer', ticket)).toEqual({ refused: 'not-yours' })
  })

  it('is for everybody again when every role is chosen, and each change stands in the audit trail', async () => {
    await setAudience(system, 'acme', 'own/month', ['viewer', 'data_analyst', 'data_engineer'], 'grace@example.com')
    expect(await names('viewer')).toEqual(['losses', 'month'])
    expect((await listAudiences(system, 'acme')).has('own/month')).toBe(false)
    const trail = await system.db.asOperator((tx) => tx.auditEntry.findMany({ where: { tenantId: 'acme', action: 'dashboard.audience' }, orderBy: { seq: 'asc' } }))
    expect(trail.map(({ subject, detail }) => [subject, (detail as { roles: string[] }).roles])).toEqual([
      ['own/month', ['data_engineer']],
      ['tool/oee', ['data_engineer']],
      ['tool/oee', ['viewer']],
      ['own/month', ['data_engineer', 'data_analyst', 'viewer']],
    ])
  })
})

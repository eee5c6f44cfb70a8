import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { findPerson } from '@/lib/auth/person'
import { mayEnter } from '@/lib/auth/capabilities'
import { signInByLink, signInByPassword, signInToLook } from '@/lib/auth/sign-in'
import { acceptInvitation, findInvitation } from '@/lib/people/accept-invitation'
import { impersonationMinutes, startImpersonation, stopImpersonation } from '@/lib/people/impersonate'
import { invitePeople } from '@/lib/people/invite-people'
import { invitePerson } from '@/lib/people/invite'
import { listInvitations } from '@/lib/people/list-invitations'
import { loadPersonDetail } from '@/lib/people/load-person-detail'
import { loadTenantPeople, type PeopleQuery } from '@/lib/people/load-tenant-people'
import { giveRole, takeRole } from '@/lib/people/roles'
import { loadShell } from '@/lib/plant/views/shell-view'
import { removeTenantRows } from '@/lib/tenancy/tenant-rows'
import { createTenant } from '@/lib/tenancy/create-tenant'
import { resumeTenant, suspendTenant } from '@/lib/tenancy/tenant-life'
import { type TestSystem, testSystem } from '@/lib/testing/test-system'

const password = 'quiet copper river 7'
const admin = 'root@millrace.example'
const pat = 'pat@plant.example'
const tenantId = 'riverside'

let system: TestSystem
beforeAll(async () => {
  system = await testSystem()
})
afterAll(() => system.stop())
beforeEach(async () => {
  for (const id of [tenantId, 'other']) {
    await removeTenantRows(system.db, id)
    await createTenant(system, { id, name: id, timeZone: 'Europe/Vienna', industry: 'dairy', placement: 'shared', siteName: 'Site', areaName: 'Filling', lineName: 'Line 1' }, admin)
    await system.db.asOperator((tx) => tx.plantNode.create({ data: { tenantId: id, id: 'line-2', parentId: 'filling', level: 'line', name: 'Line 2', path: 'site/filling/line-2', position: 1 } }))
  }
  await system.db.asOperator((tx) => tx.outboxMail.deleteMany())
})

/** The token of the newest invitation to this address, as its mail carries it. */
const mailedToken = async (email = pat): Promise<string> => {
  const mail = await system.db.asOperator((tx) => tx.outboxMail.findFirstOrThrow({ where: { to: email }, orderBy: { createdAt: 'desc' } }))
  return (mail.props as { token: string }).token
}
const invite = (nodeId = 'line-2', email = pat) => invitePerson(system, tenantId, { email, name: 'Pat', role: 'viewer', nodeId }, admin)
const accept = (token: string, email = pat) => acceptInvitation(system, { token, email, name: 'Pat Manager', password })
const enter = async (token: string, by = signInByLink) => {
  const entered = await by(system, token, 'test')
  return entered.ok ? entered.sessionId : expect.fail(entered.because)
}

describe('an invitation', () => {
  it('makes an account that sees its line and no other', async () => {
    await invite()
    const person = (await findPerson(system, await enter(await accept(await mailedToken()))))!
    expect(person).toMatchObject({ email: pat, tenantId, roles: [{ role: 'viewer', nodeId: 'line-2' }], places: { own: ['line-2'] } })
    expect((await loadShell(system, person)).tree.map(({ id }) => id)).toEqual(['site', 'filling', 'line-2'])
    expect(mayEnter(person.roles, 'tenant.admin') || mayEnter(person.roles, 'admin') || mayEnter(person.roles, 'plant.change')).toBe(false)
  })
  it('works once', async () => {
    await invite()
    const token = await mailedToken()
    await accept(token)
    await expect(accept(token)).rejects.toMatchObject({ detail: expect.stringContaining('has been used') })
    expect(await findInvitation(system, token)).toEqual({ state: 'used' })
  })
  it('opened by two at once makes one account', async () => {
    await invite()
    const token = await mailedToken()
    const answers = await Promise.allSettled([accept(token), accept(token), accept(token)])
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await system.db.asOperator((tx) => tx.account.count({ where: { tenantId } }))).toBe(1)
  })
  it('forwarded opens for nobody else, and is dead after five wrong addresses', async () => {
    await invite()
    const token = await mailedToken()
    for (let i = 0; i < 5; i++) await expect(accept(token, 'somebody@else.example')).rejects.toMatchObject({ status: 403 })
    await expect(accept(token)).rejects.toMatchObject({ detail: expect.stringContaining('does not hold any more') })
    expect(await system.db.asOperator((tx) => tx.account.count({ where: { tenantId } }))).toBe(0)
  })
  it('never says the address to whoever opens the link', async () => {
    await invite()
    expect(JSON.stringify(await findInvitation(system, await mailedToken()))).not.toContain(pat)
  })
  it('expires after seven days', async () => {
    await invite()
    const token = await mailedToken()
    system.clock.advance(7 * 86_400_000)
    await expect(accept(token)).rejects.toMatchObject({ detail: expect.stringContaining('expired') })
  })
  it('sent again makes the one before it dead', async () => {
    await invite()
    const first = await mailedToken()
    system.clock.advance(1000)
    await invite('filling')
    await expect(accept(first)).rejects.toMatchObject({ status: 409 })
    expect(await listInvitations(system, tenantId)).toMatchObject([{ email: pat, place: 'Filling' }])
  })
  it('with a weak password is refused and not used up', async () => {
    await invite()
    const token = await mailedToken()
    await expect(acceptInvitation(system, { token, email: pat, name: 'Pat', password: 'short' })).rejects.toMatchObject({ status: 422 })
    await accept(token)
  })
  it('is stored as a hash only', async () => {
    await invite()
    const token = await mailedToken()
    expect(JSON.stringify(await system.db.asOperator((tx) => tx.invitation.findMany()))).not.toContain(token)
  })
  it('to an address of another tenant is refused', async () => {
    await invitePerson(system, 'other', { email: pat, name: 'Pat', role: 'viewer', nodeId: '' }, admin)
    await accept(await mailedToken())
    await expect(invite()).rejects.toMatchObject({ status: 409 })
  })
})

describe('a licence', () => {
  const fill = (count: number) =>
    system.db.asOperator((tx) => tx.account.createMany({ data: Array.from({ length: count }, (_, i) => ({ tenantId, id: `filled-${i}`, email: `filled-${i}@plant.example`, name: `Filled ${i}` })) }))

  it('that is full invites nobody more, one by one or by file, and says what to do; a role for those who are there is given', async () => {
    await fill(200)
    await expect(invite()).rejects.toMatchObject({ status: 402, detail: expect.stringMatching(/covers 200 users; there are 200\. Disable somebody/) })
    await expect(invitePeople(system, tenantId, `email,role\n${pat},viewer`, { dry: false, actor: admin })).rejects.toMatchObject({ status: 402 })
    expect(await invitePerson(system, tenantId, { email: 'filled-7@plant.example', name: '', role: 'viewer', nodeId: '' }, admin)).toBe('given')
  })
  it('filled by others meanwhile refuses the last invitation without using it up', async () => {
    await invite()
    const token = await mailedToken()
    await fill(200)
    await expect(accept(token)).rejects.toMatchObject({ status: 402 })
    await system.db.asOperator((tx) => tx.account.updateMany({ where: { tenantId, id: 'filled-0' }, data: { status: 'disabled' } }))
    expect(await accept(token)).toEqual(expect.any(String))
  })
})

describe('a role', () => {
  const joined = async () => {
    await invite()
    const session = await enter(await accept(await mailedToken()))
    return { session, person: (await findPerson(system, session))! }
  }
  it('taken is gone on the next request', async () => {
    const { session, person } = await joined()
    await takeRole(system, { tenantId, accountId: person.accountId, role: 'viewer', nodeId: 'line-2' }, admin)
    const now = (await findPerson(system, session))!
    expect(now).toMatchObject({ roles: [], places: { own: [] } })
    expect(mayEnter(now.roles, 'plant.view')).toBe(false)
    expect((await loadShell(system, now)).tree).toEqual([])
  })
  it('held on an area holds on each of its lines', async () => {
    const { session, person } = await joined()
    await giveRole(system, { tenantId, accountId: person.accountId, role: 'viewer', nodeId: 'filling' }, admin)
    expect((await findPerson(system, session))!.places!.own.sort()).toEqual(['filling', 'line-1', 'line-2'])
  })
  it('is explained place by place', async () => {
    const { person } = await joined()
    const { explained } = await loadPersonDetail(system, tenantId, person.accountId)
    expect(explained.map(({ nodeId, because }) => [nodeId, because.map(({ role, held }) => `${role} on ${held}`)])).toEqual([['site', []], ['filling', []], ['line-1', []], ['line-2', ['Viewer on Line 2']]])
  })
  it('administrator is the tenant’s, never the platform’s; the last one keeps it', async () => {
    const { session, person } = await joined()
    const grant = { tenantId, accountId: person.accountId, role: 'admin' as const, nodeId: '' }
    await giveRole(system, grant, admin)
    const { roles } = (await findPerson(system, session))!
    expect([mayEnter(roles, 'tenant.admin'), mayEnter(roles, 'admin'), mayEnter(roles, 'sales')]).toEqual([true, false, false])
    await expect(takeRole(system, grant, admin)).rejects.toMatchObject({ detail: expect.stringContaining('last administrator') })
  })
  it('on a place that is not there is refused', async () => {
    const { person } = await joined()
    await expect(giveRole(system, { tenantId, accountId: person.accountId, role: 'viewer', nodeId: 'line-9' }, admin)).rejects.toMatchObject({ status: 422 })
  })
  it('of somebody of another tenant cannot be given', async () => {
    const { person } = await joined()
    await expect(giveRole(system, { tenantId: 'other', accountId: person.accountId, role: 'viewer', nodeId: '' }, admin)).rejects.toMatchObject({ status: 404 })
  })
  it('of a suspended tenant lets nobody in, and does again when it is resumed', async () => {
    const { session } = await joined()
    await suspendTenant(system, tenantId, 'bill unpaid', admin)
    expect(await findPerson(system, session)).toBeNull()
    expect(await signInByPassword(system, pat, password, 'test')).toEqual({ ok: false, because: 'closed' })
    await resumeTenant(system, tenantId, admin)
    expect(await findPerson(system, session)).not.toBeNull()
  })
})

describe('looking as somebody else', () => {
  it('shows what they see, gives nothing beyond it, is written down, and leads back', async () => {
    await invite('')
    const target = (await findPerson(system, await enter(await accept(await mailedToken()))))!
    await giveRole(system, { tenantId, accountId: target.accountId, role: 'admin', nodeId: '' }, admin)
    await system.identity.ensureUser({ name: 'root', tenantId: 'platform', email: admin, displayName: 'Root', groups: ['admin'], password })
    const entered = await signInByPassword(system, admin, password, 'test')
    const root = (await findPerson(system, entered.ok ? entered.sessionId : ''))!
    const session = await enter(await startImpersonation(system, root, { tenantId, accountId: target.accountId, reason: 'asked for help' }), signInToLook)
    const looking = (await findPerson(system, session))!
    expect(looking).toMatchObject({ email: pat, impersonation: { by: admin, reason: 'asked for help' } })
    expect((['tenant.admin', 'admin', 'plant.change', 'plant.setup', 'data.download'] as const).filter((capability) => mayEnter(looking.roles, capability))).toEqual([])
    expect((await findPerson(system, await enter((await stopImpersonation(system, looking))!, signInToLook)))?.email).toBe(admin)
    expect(await findPerson(system, session)).toBeNull()
    for (const chain of ['platform', tenantId]) {
      const entries = await system.db.asOperator((tx) => tx.auditEntry.findMany({ where: { tenantId: chain, action: { startsWith: 'impersonation' }, subject: pat }, orderBy: { seq: 'asc' } }))
      expect(entries.map(({ action, actor, reason }) => [action, actor, reason])).toEqual([['impersonation.started', admin, 'asked for help'], ['impersonation.ended', admin, null]])
    }
    await expect(startImpersonation(system, looking, { tenantId, accountId: target.accountId, reason: 'again' })).rejects.toMatchObject({ status: 409 })
    expect(impersonationMinutes).toBeLessThanOrEqual(60)
  })
})

describe('a file of people', () => {
  const rows = 'email,name,role,place\nada@plant.example,Ada,viewer,site/filling/line-2\nbob@plant.example,,engineer,\n'
  it('is checked, then done as a whole', async () => {
    expect(await invitePeople(system, tenantId, rows, { dry: true, actor: admin })).toMatchObject({ done: false, broken: [], rows: [{ row: 2 }, { row: 3 }] })
    expect(await listInvitations(system, tenantId)).toEqual([])
    expect((await invitePeople(system, tenantId, rows, { dry: false, actor: admin })).done).toBe(true)
    expect((await listInvitations(system, tenantId)).map(({ email, role }) => [email, role]).sort()).toEqual([['ada@plant.example', 'viewer'], ['bob@plant.example', 'data_engineer']])
  })
  it('with a broken row does nothing and names each', async () => {
    const report = await invitePeople(system, tenantId, `${rows}nobody,,viewer,\nada@plant.example,,viewer,\ncy@plant.example,,king,\ndee@plant.example,,viewer,site/nowhere\n`, { dry: false, actor: admin })
    expect(report.done).toBe(false)
    expect(report.broken.map(({ row }) => row)).toEqual([4, 5, 6, 7])
    expect(await listInvitations(system, tenantId)).toEqual([])
  })
  it('without its columns is refused', async () => {
    await expect(invitePeople(system, tenantId, 'a,b\n1,2', { dry: true, actor: admin })).rejects.toMatchObject({ status: 422 })
  })
})

describe('the list of people', () => {
  const ask = (query: Partial<PeopleQuery>) => loadTenantPeople(system, tenantId, { search: '', sort: 'name', descending: false, after: null, ...query })
  it('pages through everybody once in each order, with equal names too, and finds words anywhere', async () => {
    await system.db.asOperator((tx) => tx.$executeRaw`
      INSERT INTO account (tenant_id, id, email, name, last_seen_at) SELECT ${tenantId}, 'p' || n, 'p' || n || '@plant.example', 'Person ' || n % 7, CASE WHEN n % 3 = 0 THEN NULL ELSE now() - n * interval '1 second' END FROM generate_series(1, 120) n`)
    for (const sort of ['name', 'email', 'seen'] as const) {
      for (const descending of [false, true]) {
        const seen: string[] = []
        let after: PeopleQuery['after'] = null
        do {
          const page = await ask({ sort, descending, after })
          seen.push(...page.rows.map(({ accountId }) => accountId))
          after = page.next
        } while (after)
        expect(new Set(seen).size, sort).toBe(120)
        expect(seen, sort).toHaveLength(120)
      }
    }
    expect((await ask({ search: 'P99@' })).rows.map(({ accountId }) => accountId)).toEqual(['p99'])
    expect((await ask({ search: '100%_' })).rows).toEqual([])
  })
})

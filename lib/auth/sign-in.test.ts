import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { value } from '@/lib/adapters/contract-checks'
import { may } from '@/lib/auth/capabilities'
import { findPerson, isOpen } from '@/lib/auth/person'
import { endSession, signInByLink, signInByPassword } from '@/lib/auth/sign-in'
import { hashToken, issueToken, redeemToken, type TokenPurpose } from '@/lib/auth/token'
import type { Lease } from '@/lib/generated/prisma/client'
import { type TestSystem, testSystem } from '@/lib/testing/test-system'

const email = 'ada@example.com'
const password = 'right horse'
const minute = 60_000
const hour = 60 * minute

let system: TestSystem
beforeAll(async () => {
  system = await testSystem()
})
afterAll(() => system.stop())
beforeEach(async () => {
  value(await system.identity.removeUser('ada'))
  value(await system.identity.ensureUser({ name: 'ada', tenantId: 'platform', email, displayName: 'Ada', groups: ['sales'], password }))
})

const enter = (given = password, as = email) => signInByPassword(system, as, given, 'test')
const refused = { ok: false, because: 'refused' }
const locked = { ok: false, because: 'locked' }
const fail = async (times: number) => {
  for (let i = 0; i < times; i++) await enter('wrong')
}
const sessionOf = (signIn: Awaited<ReturnType<typeof enter>>) => (signIn.ok ? signIn.sessionId : expect.fail(signIn.because))

describe('signing in by password', () => {
  it('works with the address in any case and with blanks around it', async () => {
    expect(await enter(password, '  ADA@Example.com ')).toMatchObject({ ok: true })
  })
  it('answers the same for a wrong password and an address that nobody has', async () => {
    expect([await enter('wrong'), await enter(password, 'nobody@example.com'), await enter('', '')]).toEqual([refused, refused, refused])
  })
  it('is locked by the fifth wrong password, for the right one too', async () => {
    await fail(4)
    expect(await enter('wrong')).toEqual(locked)
    expect(await enter()).toEqual(locked)
  })
  it('is open again after five minutes, not a moment earlier', async () => {
    await fail(5)
    system.clock.advance(5 * minute - 1)
    expect(await enter()).toEqual(locked)
    system.clock.advance(1)
    expect(await enter()).toMatchObject({ ok: true })
  })
  it('counts wrong ones in a row: a right one between them begins anew', async () => {
    await fail(4)
    expect(await enter()).toMatchObject({ ok: true })
    await fail(4)
    expect(await enter()).toMatchObject({ ok: true })
  })
  it('counts wrong ones that come all at once one by one', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => enter('wrong')))
    expect(answers.filter((answer) => !answer.ok && answer.because === 'refused')).toHaveLength(4)
    expect(await enter()).toEqual(locked)
  })
  it('is refused to an account that is disabled', async () => {
    await system.db.asOperator((tx) => tx.account.updateMany({ where: { id: 'ada' }, data: { status: 'disabled' } }))
    expect(await enter()).toEqual(refused)
  })
})

describe('a session', () => {
  it('is known by its id, of which only the hash is stored', async () => {
    const session = sessionOf(await enter())
    expect(await findPerson(system, session)).toMatchObject({ accountId: 'ada', email, roles: [{ role: 'sales', nodeId: '' }] })
    expect(await findPerson(system, hashToken(session))).toBeNull()
    expect(await findPerson(system, `${session.slice(0, -1)}_`)).toBeNull()
  })
  it('ends after twelve hours', async () => {
    const session = sessionOf(await enter())
    system.clock.advance(12 * hour - 1)
    expect(await findPerson(system, session)).not.toBeNull()
    system.clock.advance(1)
    expect(await findPerson(system, session)).toBeNull()
  })
  it('ends alone when its holder signs out, and with all others when they are ended', async () => {
    const [one, other] = [sessionOf(await enter()), sessionOf(await enter())]
    await endSession(system, hashToken(one))
    expect([await findPerson(system, one), (await findPerson(system, other))?.email]).toEqual([null, email])
    value(await system.identity.endSessions('ada'))
    expect(await findPerson(system, other)).toBeNull()
  })
  it('loses a role and an account at once', async () => {
    const session = sessionOf(await enter())
    value(await system.identity.setGroups('ada', []))
    expect(await findPerson(system, session)).toMatchObject({ roles: [] })
    await system.db.asOperator((tx) => tx.account.updateMany({ where: { id: 'ada' }, data: { status: 'disabled' } }))
    expect(await findPerson(system, session)).toBeNull()
  })
})

describe('a one-time link', () => {
  const inAnHour = () => new Date(system.clock.now().getTime() + hour)
  const issue = (purpose: TokenPurpose = 'sign-in') =>
    system.db.asOperator((tx) => issueToken(tx, { tenantId: 'platform', accountId: 'ada', purpose, expiresAt: inAnHour() }))
  const open = (token: string) => signInByLink(system, token, 'test')

  it('lets its owner in once', async () => {
    const token = await issue()
    expect(await open(token)).toMatchObject({ ok: true, account: { id: 'ada' } })
    expect(await open(token)).toEqual(refused)
  })
  it('lets one in when it is opened ten times at once', async () => {
    const token = await issue()
    const answers = await Promise.all(Array.from({ length: 10 }, () => open(token)))
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
  })
  it('is dead at its hour', async () => {
    const token = await issue()
    system.clock.advance(hour)
    expect(await open(token)).toEqual(refused)
  })
  it('is good for nothing but what it was made for', async () => {
    expect(await open(await issue('notebook'))).toEqual(refused)
    const token = await issue()
    expect(await system.db.asOperator((tx) => redeemToken(tx, token, 'notebook', system.clock.now()))).toBeNull()
    expect(await open(token)).toMatchObject({ ok: true })
  })
  it('is stored as a hash only, and the hash opens nothing', async () => {
    const token = await issue()
    const rows = await system.db.asOperator((tx) => tx.oneTimeToken.findMany())
    expect(JSON.stringify(rows)).not.toContain(token)
    expect(await open(hashToken(token))).toEqual(refused)
  })
})

describe('a demo plant', () => {
  const now = new Date('2026-03-09T12:00:00Z')
  const lease = (facts: Partial<Lease>) => ({ state: 'ready', enterableAt: now, deadlineAt: new Date(now.getTime() + 1), ...facts }) as Lease
  it.each<[string, Partial<Lease>, boolean]>([
    ['while it runs', {}, true],
    ['while the rest of it is still made', { state: 'provisioning', deadlineAt: null }, true],
    ['in its last hour', { state: 'reminded' }, true],
    ['before anybody can work in it', { state: 'provisioning', enterableAt: null, deadlineAt: null }, false],
    ['at its deadline', { deadlineAt: now }, false],
    ['after it was claimed, whatever its deadline was', { state: 'claimed', deadlineAt: now }, true],
    ['in the pool', { state: 'warm' }, false],
    ['when it expired', { state: 'expired' }, false],
    ['while it is removed', { state: 'removing' }, false],
    ['when it is gone', { state: 'gone' }, false],
    ['when it failed', { state: 'failed' }, false],
  ])('%s', (_, facts, open) => expect(isOpen(lease(facts), now)).toBe(open))
})

describe('a role', () => {
  const viewer = (nodeId: string) => [{ role: 'viewer' as const, nodeId }]
  it('held on the whole tenant counts everywhere, held on a place there and below only', () => {
    expect(may(viewer(''), 'plant.view', ['site', 'line-1'])).toBe(true)
    expect(may(viewer('line-1'), 'plant.view', ['site', 'line-1'])).toBe(true)
    expect(may(viewer('line-1'), 'plant.view', ['site', 'line-2'])).toBe(false)
    expect(may(viewer('line-1'), 'plant.view')).toBe(false)
  })
  it('gives what it gives and nothing else', () => {
    expect(may(viewer(''), 'plant.change')).toBe(false)
    expect(may([{ role: 'sales', nodeId: '' }], 'admin')).toBe(false)
    expect(may([{ role: 'admin', nodeId: '' }], 'sales')).toBe(true)
    expect(may([], 'plant.view')).toBe(false)
  })
})

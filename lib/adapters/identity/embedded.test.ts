import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { value } from '@/lib/adapters/contract-checks'
import { describeIdentityContract } from '@/lib/adapters/identity/contract'
import { embeddedIdentity, groupOf, roleOf } from '@/lib/adapters/identity/embedded'
import { findPerson } from '@/lib/auth/person'
import { signInByLink, signInByPassword, type SignIn } from '@/lib/auth/sign-in'
import { issueToken } from '@/lib/auth/token'
import { testClock } from '@/lib/clock'
import { type Database, openDatabase } from '@/lib/db'
import type { System } from '@/lib/system'
import { testDatabase, type TestDatabase } from '@/lib/testing/database'

const clock = testClock(new Date('2026-03-12T12:00:00Z'))
const tomorrow = new Date('2026-03-13T12:00:00Z')

/** The embedded accounts with the product's own sign-in on top. */
describeIdentityContract('embedded', async () => {
  const database = await testDatabase()
  const db = openDatabase(database)
  const system = { db, clock } as unknown as System
  const sessionOf = (signIn: SignIn) => (signIn.ok ? signIn.sessionId : null)
  return {
    port: embeddedIdentity(db, clock),
    signIn: async (email, password) => sessionOf(await signInByPassword(system, email, password, 'test')),
    isSignedIn: async (session) => (await findPerson(system, session)) !== null,
    issueLink: (name) =>
      db.asOperator((tx) => issueToken(tx, { tenantId: name, accountId: name, purpose: 'sign-in', expiresAt: tomorrow })),
    openLink: async (link) => sessionOf(await signInByLink(system, link, 'test')),
    groupsOf: (name) =>
      db.asOperator(async (tx) => {
        const grants = await tx.roleGrant.findMany({ where: { accountId: name, nodeId: '' } })
        return grants.map(({ role }) => groupOf(role))
      }),
    async stop() {
      await db.close()
      await database.drop()
    },
  }
})

describe('the embedded accounts', () => {
  let database: TestDatabase
  let db: Database
  beforeAll(async () => {
    database = await testDatabase()
    db = openDatabase(database)
  })
  afterAll(async () => {
    await db.close()
    await database.drop()
  })
  const user = { name: 'demo-a', tenantId: 'demo-a', email: 'a@example.com', displayName: 'A', groups: ['demo-user' as const] }

  it('keep a password only as a salted hash, another each time', async () => {
    const hashes = new Set<string | null>()
    for (const name of ['demo-a', 'demo-b']) {
      value(await embeddedIdentity(db, clock).ensureUser({ ...user, name, tenantId: name, email: `${name}@example.com`, password: 'the same' }))
      const account = await db.asOperator((tx) => tx.account.findFirstOrThrow({ where: { id: name } }))
      expect(account.passwordHash).toMatch(/^scrypt\$/)
      expect(JSON.stringify(account)).not.toContain('the same')
      hashes.add(account.passwordHash)
    }
    expect(hashes.size).toBe(2)
  })

  it('leave a role that is held on one place of the plant alone', async () => {
    const identity = embeddedIdentity(db, clock)
    value(await identity.ensureUser(user))
    const place = { tenantId: 'demo-a', accountId: 'demo-a', role: roleOf('data-engineer'), nodeId: 'line-1' }
    await db.asOperator((tx) => tx.roleGrant.create({ data: place }))
    value(await identity.setGroups('demo-a', ['viewer']))
    value(await identity.ensureUser(user))
    const grants = await db.asOperator((tx) => tx.roleGrant.findMany({ where: { accountId: 'demo-a' }, orderBy: { role: 'asc' } }))
    expect(grants.map(({ role, nodeId }) => [role, nodeId]).sort()).toEqual([['data_engineer', 'line-1'], ['demo_user', '']])
    value(await identity.removeUser('demo-a'))
    expect(await db.asOperator((tx) => tx.roleGrant.count({ where: { accountId: 'demo-a' } }))).toBe(0)
  })

  it('list whom the product never recorded', async () => {
    await db.asOperator((tx) => tx.account.create({ data: { tenantId: 'demo-x', id: 'demo-x', email: 'x@example.com', name: 'X' } }))
    expect(value(await embeddedIdentity(db, clock).listUsers('demo-x'))).toEqual(['demo-x'])
  })
})

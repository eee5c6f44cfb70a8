import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { oddNames, refusal, value } from '@/lib/adapters/contract-checks'
import type { Identity, IdentityUser, RoleName } from '@/lib/adapters/identity/port'

/** The users' side of an identity system. Sessions and links are opaque to the contract. */
export interface IdentityUnderTest {
  port: Identity
  /** A session; null when the person is not let in. */
  signIn(email: string, password: string): Promise<string | null>
  isSignedIn(session: string): Promise<boolean>
  /** A link that signs the user in once, not used yet. */
  issueLink(name: string): Promise<string>
  /** A session; null when the link is dead. */
  openLink(link: string): Promise<string | null>
  groupsOf(name: string): Promise<string[]>
  stop(): Promise<void>
}

const user = (name: string, more: Partial<IdentityUser> = {}): IdentityUser => ({
  name,
  tenantId: name,
  email: `${name}@example.com`,
  displayName: name,
  groups: ['demo-user', 'data-analyst'],
  password: `password of ${name}`,
  ...more,
})

const minutesToStart = 15

/** What every implementation of the identity port guarantees; skipped when `make` cannot have it. The same system serves all tests; each cleans up before. */
export function describeIdentityContract(name: string, make: () => Promise<IdentityUnderTest | null>): void {
  describe(`${name} identity`, () => {
    let test: IdentityUnderTest
    let identity: Identity
    beforeAll(async () => {
      const made = await make()
      if (made) test = made
      identity = test?.port
    }, minutesToStart * 60_000)
    afterAll(() => test?.stop())
    beforeEach(async ({ skip }) => {
      skip(!test, `${name} cannot be had here`)
      for (const prefix of ['demo-', 'other-']) {
        for (const left of value(await identity.listUsers(prefix))) value(await identity.removeUser(left))
      }
      value(await identity.ensureUser(user('demo-a')))
    })
    const signIn = (who: string) => test.signIn(`${who}@example.com`, `password of ${who}`)

    describe('a user', () => {
      it('signs in with the address in any case and the password, and with no other', async () => {
        expect(await test.signIn('DEMO-A@example.com', 'password of demo-a')).not.toBeNull()
        expect(await test.signIn('demo-a@example.com', 'password of demo-A')).toBeNull()
        expect(await test.signIn('demo-a@example.com', '')).toBeNull()
      })

      it('made twice is one', async () => {
        value(await identity.ensureUser(user('demo-a')))
        expect(value(await identity.listUsers('demo-'))).toEqual(['demo-a'])
        expect((await test.groupsOf('demo-a')).sort()).toEqual(['data-analyst', 'demo-user'])
      })

      it('made by many at once is one', async () => {
        const all = await Promise.all(Array.from({ length: 8 }, () => identity.ensureUser(user('demo-b'))))
        all.forEach(value)
        expect(value(await identity.listUsers('demo-b'))).toEqual(['demo-b'])
        expect((await test.groupsOf('demo-b')).sort()).toEqual(['data-analyst', 'demo-user'])
      })

      it('is repaired: address, groups and password become what is given', async () => {
        value(await identity.ensureUser(user('demo-a', { email: 'New@example.com', groups: ['viewer'], password: 'quite a new one' })))
        expect(await test.signIn('new@example.com', 'quite a new one')).not.toBeNull()
        expect(await signIn('demo-a')).toBeNull()
        expect(await test.groupsOf('demo-a')).toEqual(['viewer'])
      })

      it('keeps the password when none is given, and stays signed in', async () => {
        const session = (await signIn('demo-a'))!
        value(await identity.ensureUser(user('demo-a', { displayName: 'Somebody', password: undefined })))
        expect(await signIn('demo-a')).not.toBeNull()
        expect(await test.isSignedIn(session)).toBe(true)
      })

      it('without a password ever set is let in by nobody’s guess', async () => {
        value(await identity.ensureUser(user('demo-b', { password: undefined })))
        for (const guess of ['', 'password of demo-b', 'null', 'undefined']) expect(await test.signIn('demo-b@example.com', guess)).toBeNull()
      })
    })

    describe('an address', () => {
      it('that another user holds is refused, in any case, and changes nothing', async () => {
        expect(await identity.ensureUser(user('demo-b', { email: 'DEMO-A@example.com' }))).toMatchObject(refusal)
        expect(value(await identity.listUsers('demo-'))).toEqual(['demo-a'])
        expect(await signIn('demo-a')).not.toBeNull()
      })

      it('asked for by two at once goes to one of them', async () => {
        const email = 'wanted@example.com'
        const both = await Promise.all([identity.ensureUser(user('demo-b', { email })), identity.ensureUser(user('demo-c', { email }))])
        expect(both.filter((outcome) => outcome.ok)).toHaveLength(1)
        expect(both.find((outcome) => !outcome.ok)).toMatchObject(refusal)
        expect(value(await identity.listUsers('demo-'))).toHaveLength(2)
      })

      it('is free again when its holder is removed', async () => {
        value(await identity.removeUser('demo-a'))
        value(await identity.ensureUser(user('demo-b', { email: 'demo-a@example.com' })))
      })

      it.each(['', 'nobody', '@', 'a@b@c', 'a b@example.com', 'a@example.com\nbcc: x@example.com', 'a\0@example.com'])(
        'must be one: %j is refused',
        async (email) => {
          expect(await identity.ensureUser(user('demo-b', { email }))).toMatchObject(refusal)
          expect(value(await identity.listUsers('demo-'))).toEqual(['demo-a'])
        },
      )
    })

    describe('groups', () => {
      it('are replaced, not added to', async () => {
        const steps: [RoleName[], string[]][] = [
          [['admin', 'data-engineer'], ['admin', 'data-engineer']],
          [['viewer'], ['viewer']],
          [['viewer', 'viewer'], ['viewer']],
          [[], []],
        ]
        for (const [groups, expected] of steps) {
          value(await identity.setGroups('demo-a', groups))
          expect((await test.groupsOf('demo-a')).sort()).toEqual(expected)
        }
      })

      it('of one user say nothing about another', async () => {
        value(await identity.ensureUser(user('demo-ab')))
        value(await identity.setGroups('demo-a', ['admin']))
        expect((await test.groupsOf('demo-ab')).sort()).toEqual(['data-analyst', 'demo-user'])
      })

      it('need a user', async () => {
        expect(await identity.setGroups('demo-none', ['admin'])).toMatchObject(refusal)
        expect(await test.groupsOf('demo-none')).toEqual([])
      })
    })

    describe('disabling', () => {
      it('shuts the user out until enabled again, groups and password kept', async () => {
        value(await identity.setEnabled('demo-a', false))
        expect(await signIn('demo-a')).toBeNull()
        value(await identity.setEnabled('demo-a', false))
        value(await identity.setEnabled('demo-a', true))
        expect(await signIn('demo-a')).not.toBeNull()
        expect((await test.groupsOf('demo-a')).sort()).toEqual(['data-analyst', 'demo-user'])
      })

      it('needs a user', async () => {
        expect(await identity.setEnabled('demo-none', false)).toMatchObject(refusal)
      })
    })

    describe('ending sessions', () => {
      it('ends every one of them at once, kills every unused link, and counts the sessions', async () => {
        const sessions = [(await signIn('demo-a'))!, (await signIn('demo-a'))!]
        const links = [await test.issueLink('demo-a'), await test.issueLink('demo-a')]
        expect(value(await identity.endSessions('demo-a'))).toBe(2)
        for (const session of sessions) expect(await test.isSignedIn(session)).toBe(false)
        for (const link of links) expect(await test.openLink(link)).toBeNull()
      })

      it('again, or of nobody, ends none', async () => {
        await signIn('demo-a')
        expect(value(await identity.endSessions('demo-a'))).toBe(1)
        expect(value(await identity.endSessions('demo-a'))).toBe(0)
        expect(value(await identity.endSessions('demo-none'))).toBe(0)
      })

      it('leaves another’s sessions and links, also when the name begins the same', async () => {
        value(await identity.ensureUser(user('demo-ab')))
        const session = (await signIn('demo-ab'))!
        const link = await test.issueLink('demo-ab')
        value(await identity.endSessions('demo-a'))
        expect(await test.isSignedIn(session)).toBe(true)
        expect(await test.openLink(link)).not.toBeNull()
      })

      it('leaves the user, who may sign in again', async () => {
        value(await identity.endSessions('demo-a'))
        expect(await test.isSignedIn((await signIn('demo-a'))!)).toBe(true)
      })
    })

    describe('removing', () => {
      it('takes the user, the groups, every session and every unused link', async () => {
        const session = (await signIn('demo-a'))!
        const link = await test.issueLink('demo-a')
        value(await identity.removeUser('demo-a'))
        expect(await test.isSignedIn(session)).toBe(false)
        expect(await test.openLink(link)).toBeNull()
        expect(await signIn('demo-a')).toBeNull()
        expect(await test.groupsOf('demo-a')).toEqual([])
        expect(value(await identity.listUsers('demo-'))).toEqual([])
      })

      it('and making again under the same name brings back neither session, link nor group', async () => {
        const session = (await signIn('demo-a'))!
        const link = await test.issueLink('demo-a')
        value(await identity.setGroups('demo-a', ['admin']))
        value(await identity.removeUser('demo-a'))
        value(await identity.ensureUser(user('demo-a', { groups: ['viewer'], password: 'another of twelve' })))
        expect(await test.isSignedIn(session)).toBe(false)
        expect(await test.openLink(link)).toBeNull()
        expect(await signIn('demo-a')).toBeNull()
        expect(await test.groupsOf('demo-a')).toEqual(['viewer'])
      })

      it('who is not there succeeds, and leaves whose name begins the same', async () => {
        value(await identity.ensureUser(user('demo-ab')))
        for (const gone of ['demo-a', 'demo-a', 'demo-never']) value(await identity.removeUser(gone))
        expect(value(await identity.listUsers('demo-'))).toEqual(['demo-ab'])
        expect(await signIn('demo-ab')).not.toBeNull()
      })
    })

    describe('names', () => {
      it('are listed by prefix, literally, in order', async () => {
        for (const made of ['demo-ab', 'other-a']) value(await identity.ensureUser(user(made)))
        expect(value(await identity.listUsers('demo-'))).toEqual(['demo-a', 'demo-ab'])
        expect(value(await identity.listUsers('demo-ab'))).toEqual(['demo-ab'])
        for (const none of ['demo_', '%', '\\', 'none-']) expect(value(await identity.listUsers(none))).toEqual([])
      })

      it('belong to one tenant: the same name for another is refused and changes nothing', async () => {
        const other = user('demo-a', { tenantId: 'other-a', email: 'other@example.com' })
        expect(await identity.ensureUser(other)).toMatchObject(refusal)
        expect(value(await identity.listUsers('demo-'))).toEqual(['demo-a'])
        expect(await signIn('demo-a')).not.toBeNull()
      })

      it.each(oddNames)('that are %s are refused by every call, with a message', async (_, odd) => {
        expect(await identity.ensureUser(user(odd, { tenantId: 'demo-x', email: 'odd@example.com' }))).toMatchObject(refusal)
        expect(await identity.ensureUser(user('demo-x', { tenantId: odd }))).toMatchObject(refusal)
        expect(await identity.setGroups(odd, ['admin'])).toMatchObject(refusal)
        expect(await identity.setEnabled(odd, false)).toMatchObject(refusal)
        expect(await identity.endSessions(odd)).toMatchObject(refusal)
        expect(await identity.removeUser(odd)).toMatchObject(refusal)
        expect(value(await identity.listUsers('demo-'))).toEqual(['demo-a'])
      })
    })
  })
}

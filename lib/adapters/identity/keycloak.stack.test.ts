import { percentile } from '@/bench/statistics'
import { value } from '@/lib/adapters/contract-checks'
import type { Identity } from '@/lib/adapters/identity/port'
import { describeIdentityContract } from '@/lib/adapters/identity/contract'
import { entryCookie } from '@/lib/auth/entry'
import { findPerson } from '@/lib/auth/person'
import { signInByProvider } from '@/lib/auth/provider-sign-in'
import type { SignIn } from '@/lib/auth/sign-in'
import { issueToken } from '@/lib/auth/token'
import { testKeycloak } from '@/lib/testing/test-keycloak'

const sessionOf = (signIn: SignIn) => (signIn.ok ? signIn.sessionId : null)

/** Twenty people, one after the other, as the reconciler makes them; the figure in docs/evidence.md. */
async function measure(identity: Identity): Promise<void> {
  const took: number[] = []
  for (let i = 0; i < 20; i++) {
    const name = `demo-m${i}`
    const started = performance.now()
    value(await identity.ensureUser({ name, tenantId: name, email: `${name}@example.com`, displayName: name, groups: ['demo-user', 'data-analyst'], password: `a password of ${name}` }))
    took.push(performance.now() - started)
  }
  for (let i = 0; i < 20; i++) value(await identity.removeUser(`demo-m${i}`))
  process.stdout.write(`identity created in Keycloak: p50 ${Math.round(percentile(took, 0.5))} ms, p95 ${Math.round(percentile(took, 0.95))} ms of 20\n`)
}

/** People in a real Keycloak, who sign in on its pages; links lead through it. */
describeIdentityContract('Keycloak', async () => {
  const keycloak = await testKeycloak()
  if (!keycloak) return null
  const { system } = keycloak
  await measure(system.identity)
  const tomorrow = new Date(system.clock.now().getTime() + 24 * 3_600_000)
  const enter = async (provided: Awaited<ReturnType<ReturnType<typeof keycloak.browser>['signIn']>>) =>
    provided && sessionOf(await signInByProvider(system, provided, 'test'))
  /** Two wrong passwords within a second shut a person out for a minute: those of one test are not the next one's. */
  const forgive = () => keycloak.api('demo').ask('DELETE', '/demo/attack-detection/brute-force/users', AbortSignal.timeout(20_000), [204])
  return {
    port: system.identity,
    async signIn(email, password) {
      await forgive()
      return enter(await keycloak.browser('demo').signIn(email, password))
    },
    isSignedIn: async (session) => {
      // Longer than the provider's last word counts.
      system.clock.advance(11_000)
      return (await findPerson(system, session)) !== null
    },
    issueLink: (name) => system.db.asOperator((tx) => issueToken(tx, { tenantId: name, accountId: name, purpose: 'sign-in', expiresAt: tomorrow })),
    async openLink(link) {
      const browser = keycloak.browser('demo')
      browser.setCookie(entryCookie, link)
      return enter(await browser.signInByLink())
    },
    async groupsOf(name) {
      const ask = async (path: string) => (await keycloak.api('demo').ask('GET', `/demo${path}`, AbortSignal.timeout(20_000), [200])).body
      const [user] = (await ask(`/users?exact=true&username=${name}`)) as { id: string }[]
      return user ? ((await ask(`/users/${user.id}/groups`)) as { name: string }[]).map((group) => group.name) : []
    },
    stop: () => keycloak.stop(),
  }
})

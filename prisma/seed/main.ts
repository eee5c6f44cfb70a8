import { randomBytes } from 'node:crypto'
import { derivePassword } from '@/lib/adapters/identity/password'
import { recordAudit } from '@/lib/audit/record'
import { ensureStory, industries, storyDateFor } from '@/lib/plant/stories'
import { enqueue } from '@/lib/queue/enqueue'
import { installQueue } from '@/lib/queue/install-queue'
import { type System, system as productSystem } from '@/lib/system'

export const adminEmail = 'admin@millrace.localhost'

export interface Seeded {
  adminEmail: string
  /** Only when the account was made just now; it is stored nowhere else. */
  adminPassword?: string
}

/** The platform itself, its first administrator and today's four stories. Running again changes nothing. */
export async function seed(system: System = productSystem(), onProgress: (what: string) => void = () => undefined): Promise<Seeded> {
  await installQueue(system.db.operatorPool)
  const adminPassword = await seedPlatform(system)
  const now = system.clock.now()
  for (const industry of industries) {
    onProgress(`fictional ${industry} plant`)
    await ensureStory(system, industry, storyDateFor(industry, now))
  }
  await system.db.asOperator((tx) => enqueue(tx, 'reconcile-all', {}, { key: 'reconcile-all' }))
  return { adminEmail, adminPassword }
}

async function seedPlatform(system: System): Promise<string | undefined> {
  const now = system.clock.now()
  await system.db.asOperator((tx) => tx.tenant.upsert({ where: { id: 'platform' }, create: { id: 'platform', kind: 'platform', name: 'Millrace' }, update: {} }))
  const known = await system.db.asOperator((tx) => tx.account.findUnique({ where: { email: adminEmail } }))
  // An account that has its password here is none yet at the identity provider, and the other way round.
  if (known && (known.passwordHash === null) === (system.signIn !== null)) return undefined
  const password = derivePassword(randomBytes(32).toString('hex'), 'administrator')
  const made = await system.identity.ensureUser({ name: 'administrator', tenantId: 'platform', email: adminEmail, displayName: 'Administrator', groups: ['admin'], password })
  if (!made.ok) throw new Error(`The first administrator could not be made: ${made.failure.message}`)
  await system.db.asOperator(async (tx) => {
    if (system.signIn) await tx.account.updateMany({ where: { id: 'administrator' }, data: { passwordHash: null } })
    await recordAudit(tx, now, { tenantId: 'platform', actor: 'installation', action: known ? 'account.moved' : 'account.created', subject: adminEmail })
  })
  return password
}

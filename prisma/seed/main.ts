import { randomBytes } from 'node:crypto'
import { derivePassword, hashPassword } from '@/lib/adapters/identity/password'
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
  const password = derivePassword(randomBytes(32).toString('hex'), 'administrator')
  const passwordHash = await hashPassword(password)
  return system.db.asOperator(async (tx) => {
    await tx.tenant.upsert({ where: { id: 'platform' }, create: { id: 'platform', kind: 'platform', name: 'Millrace' }, update: {} })
    if (await tx.account.findUnique({ where: { email: adminEmail } })) return undefined
    const id = 'administrator'
    await tx.account.create({ data: { tenantId: 'platform', id, email: adminEmail, name: 'Administrator', passwordHash } })
    await tx.roleGrant.create({ data: { tenantId: 'platform', accountId: id, role: 'admin' } })
    await recordAudit(tx, now, { tenantId: 'platform', actor: 'installation', action: 'account.created', subject: adminEmail })
    return password
  })
}

import type { Keys } from '@/lib/adapters/keys/port'
import type { CredentialStore } from '@/lib/adapters/objects/port'
import { seal, unseal } from '@/lib/adapters/objects/seal'
import { done, failed } from '@/lib/adapters/outcome'
import type { Clock } from '@/lib/clock'
import type { Database } from '@/lib/db'
import { dataKeyOf } from '@/lib/tenancy/data-key'

/** Credentials of tenants' object spaces, sealed under each tenant's data key in PostgreSQL. */
export function spaceCredentials(db: Database, keys: Keys, clock: Clock): CredentialStore {
  const find: CredentialStore['find'] = async (space) => {
    const row = await db.asOperator((tx) => tx.spaceCredential.findUnique({ where: { tenantId: space } }))
    if (!row) return done(null)
    const key = await dataKeyOf(db, keys, space)
    if (!key.ok) return key
    const secret = unseal(key.value, Buffer.from(row.sealedSecret))
    return secret.ok ? done({ accessKeyId: row.accessKeyId, secretAccessKey: secret.value.toString() }) : secret
  }
  return {
    find,
    async keep(space, { accessKeyId, secretAccessKey }, instead) {
      const key = await dataKeyOf(db, keys, space)
      if (!key.ok) return key
      const sealed = seal(key.value, Buffer.from(secretAccessKey))
      const kept = await db.asOperator(async (tx) => {
        if (instead) await tx.spaceCredential.deleteMany({ where: { tenantId: space, accessKeyId: instead } })
        // Locked: a tenant that is being removed does not get a row back.
        const [tenant] = await tx.$queryRaw<unknown[]>`SELECT id FROM tenant WHERE id = ${space} FOR SHARE`
        if (!tenant) return null
        await tx.spaceCredential.createMany({ data: [{ tenantId: space, accessKeyId, sealedSecret: new Uint8Array(sealed), madeAt: clock.now() }], skipDuplicates: true })
        return tx.spaceCredential.findUnique({ where: { tenantId: space } })
      })
      if (!kept) return failed('unavailable', `there is no tenant ${space}`)
      if (kept.accessKeyId === accessKeyId) return done({ accessKeyId, secretAccessKey })
      const first = await find(space)
      return first.ok ? (first.value ? done(first.value) : failed('unavailable', `${space} is being removed`)) : first
    },
    async forget(space) {
      await db.asOperator((tx) => tx.spaceCredential.deleteMany({ where: { tenantId: space } }))
      return done()
    },
  }
}

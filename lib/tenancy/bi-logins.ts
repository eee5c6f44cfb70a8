import type { BiLogin, BiLogins } from '@/lib/adapters/bi/port'
import { derivePassword } from '@/lib/adapters/identity/password'
import { done } from '@/lib/adapters/outcome'
import type { Database } from '@/lib/db'

/**
 * Logins in PostgreSQL that see one tenant's rows in the schema `bi` and nothing else (prisma/migrations/…_bi). The
 * password is derived, so that a login made again opens for whoever knew it.
 */
export const biLogins = (db: Database, secret: string): BiLogins => ({
  ensure: (tenantId) =>
    db.asOperator(async (tx) => {
      const password = derivePassword(secret, `bi login of ${tenantId}`)
      const [made] = await tx.$queryRaw<{ user: string }[]>`SELECT bi.ensure_login(${tenantId}, ${password}) AS user`
      return done<BiLogin>({ user: made!.user, password })
    }),
  remove: (tenantId) =>
    db.asOperator(async (tx) => {
      await tx.$queryRaw`SELECT bi.remove_login(${tenantId})::text`
      return done()
    }),
  list: (prefix) =>
    db.asOperator(async (tx) => {
      const rows = await tx.$queryRaw<{ tenant: string }[]>`SELECT tenant FROM bi.list_logins() AS tenant WHERE starts_with(tenant, ${prefix}) ORDER BY tenant COLLATE "C"`
      return done(rows.map(({ tenant }) => tenant))
    }),
})

import { hashPassword } from '@/lib/adapters/identity/password'
import type { Identity, RoleName } from '@/lib/adapters/identity/port'
import { done, failed } from '@/lib/adapters/outcome'
import type { Clock } from '@/lib/clock'
import type { Database, Tx } from '@/lib/db'
import type { Role } from '@/lib/generated/prisma/client'

/** Accounts in our own PostgreSQL. The account's id is the user's name. */
export function embeddedIdentity(db: Database, clock: Clock): Identity {
  return {
    async ensureUser({ name, tenantId, email, displayName, groups, password }) {
      const passwordHash = password && (await hashPassword(password, 'generated'))
      const address = email.toLowerCase()
      return db.asOperator(async (tx) => {
        const holder = await tx.account.findUnique({ where: { email: address } })
        if (holder && holder.id !== name) return failed('refused', `another account holds ${address}`)
        const facts = { email: address, name: displayName, status: 'active' as const, ...(passwordHash && { passwordHash }) }
        await tx.account.upsert({
          where: { tenantId_id: { tenantId, id: name } },
          create: { tenantId, id: name, ...facts },
          update: facts,
        })
        await replaceRoles(tx, tenantId, name, groups)
        return done()
      })
    },
    setGroups: (name, groups) =>
      db.asOperator(async (tx) => {
        const account = await tx.account.findFirst({ where: { id: name } })
        if (!account) return failed('refused', `there is no user ${name}`)
        await replaceRoles(tx, account.tenantId, name, groups)
        return done()
      }),
    endSessions: (name) =>
      db.asOperator(async (tx) => {
        const ended = await tx.session.updateMany({
          where: { accountId: name, endedAt: null },
          data: { endedAt: clock.now() },
        })
        await tx.oneTimeToken.deleteMany({ where: { accountId: name } })
        return done(ended.count)
      }),
    removeUser: (name) =>
      db.asOperator(async (tx) => {
        await tx.session.deleteMany({ where: { accountId: name } })
        await tx.oneTimeToken.deleteMany({ where: { accountId: name } })
        await tx.roleGrant.deleteMany({ where: { accountId: name } })
        await tx.account.deleteMany({ where: { id: name } })
        return done()
      }),
    listUsers: (prefix) =>
      db.asOperator(async (tx) => {
        const accounts = await tx.account.findMany({ where: { id: { startsWith: prefix } }, select: { id: true } })
        return done(accounts.map((account) => account.id))
      }),
  }
}

/** Roles held on the whole tenant; those held on a single place are left alone. */
async function replaceRoles(tx: Tx, tenantId: string, accountId: string, groups: RoleName[]) {
  await tx.roleGrant.deleteMany({ where: { tenantId, accountId, nodeId: '' } })
  await tx.roleGrant.createMany({ data: groups.map((group) => ({ tenantId, accountId, role: roleOf(group) })) })
}

/** Prisma cannot spell a hyphen in an enum member. */
export const roleOf = (group: RoleName): Role => group.replaceAll('-', '_') as Role
export const groupOf = (role: Role): RoleName => role.replaceAll('_', '-') as RoleName

import { hashPassword } from '@/lib/adapters/identity/password'
import type { Identity, IdentityUser, RoleName } from '@/lib/adapters/identity/port'
import { done, failed, type Outcome } from '@/lib/adapters/outcome'
import { forName, quoted, refusedName } from '@/lib/adapters/resource-name'
import type { Clock } from '@/lib/clock'
import type { Database, Tx } from '@/lib/db'
import type { Role } from '@/lib/generated/prisma/client'

/** Accounts in our own PostgreSQL. The account's id is the user's name. */
export function embeddedIdentity(db: Database, clock: Clock): Identity {
  return {
    async ensureUser(user) {
      const odd = refusedName(user.name) ?? refusedName(user.tenantId) ?? refusedFacts(user)
      if (odd) return odd
      const passwordHash = user.password && (await hashPassword(user.password, 'generated'))
      return db.asOperator((tx) => writeUser(tx, user, passwordHash))
    },
    setGroups: forName((name, groups: RoleName[]) =>
      db.asOperator(async (tx): Promise<Outcome> => {
        await oneAtATime(tx, name)
        const account = await tx.account.findFirst({ where: { id: name } })
        if (!account) return failed('refused', `there is no user ${name}`)
        await replaceRoles(tx, account.tenantId, name, groups)
        return done()
      }),
    ),
    setEnabled: forName((name, enabled: boolean) =>
      db.asOperator(async (tx): Promise<Outcome> => {
        const { count } = await tx.account.updateMany({ where: { id: name }, data: { status: enabled ? 'active' : 'disabled' } })
        return count > 0 ? done() : failed('refused', `there is no user ${name}`)
      }),
    ),
    endSessions: forName((name) =>
      db.asOperator(async (tx) => {
        const ended = await tx.session.updateMany({
          where: { accountId: name, endedAt: null },
          data: { endedAt: clock.now() },
        })
        await tx.oneTimeToken.deleteMany({ where: { accountId: name } })
        return done(ended.count)
      }),
    ),
    removeUser: forName((name) =>
      db.asOperator(async (tx) => {
        await oneAtATime(tx, name)
        // The account first, as where a whole tenant is removed: the two run at once and must not wait for each other.
        await tx.account.deleteMany({ where: { id: name } })
        await tx.session.deleteMany({ where: { accountId: name } })
        await tx.oneTimeToken.deleteMany({ where: { accountId: name } })
        await tx.roleGrant.deleteMany({ where: { accountId: name } })
        return done()
      }),
    ),
    listUsers: (prefix) =>
      db.asOperator(async (tx) => {
        // Not LIKE: an underscore of the prefix would stand for any letter.
        const rows = await tx.$queryRaw<{ id: string }[]>`SELECT id FROM account WHERE starts_with(id, ${prefix}) ORDER BY id COLLATE "C"`
        return done(rows.map(({ id }) => id))
      }),
  }
}

async function writeUser(tx: Tx, user: IdentityUser, passwordHash: string | undefined): Promise<Outcome> {
  const { name, tenantId, displayName, groups } = user
  const email = user.email.toLowerCase()
  await oneAtATime(tx, name)
  await oneAtATime(tx, email)
  const holder = await tx.account.findUnique({ where: { email } })
  if (holder && holder.id !== name) return failed('refused', `another account holds ${email}`)
  const elsewhere = await tx.account.findFirst({ where: { id: name, tenantId: { not: tenantId } } })
  if (elsewhere) return failed('refused', `${name} belongs to the tenant ${elsewhere.tenantId}`)
  const facts = { email, name: displayName, status: 'active' as const, ...(passwordHash && { passwordHash }) }
  await tx.account.upsert({
    where: { tenantId_id: { tenantId, id: name } },
    create: { tenantId, id: name, ...facts },
    update: facts,
  })
  await replaceRoles(tx, tenantId, name, groups)
  return done()
}

// Two that ask whether an address is free would both hear yes.
const oneAtATime = (tx: Tx, what: string) => tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`identity ${what}`}, 0))`

function refusedFacts({ email, displayName }: IdentityUser) {
  if (!/^[^\s@\0]+@[^\s@\0]+$/.test(email)) return failed('refused', `not an address: ${quoted(email)}`)
  return displayName.includes('\0') ? failed('refused', `not a person’s name: ${quoted(displayName)}`) : null
}

/** Roles held on the whole tenant; those held on a single place are left alone. */
async function replaceRoles(tx: Tx, tenantId: string, accountId: string, groups: RoleName[]) {
  await tx.roleGrant.deleteMany({ where: { tenantId, accountId, nodeId: '' } })
  await tx.roleGrant.createMany({ data: [...new Set(groups)].map((group) => ({ tenantId, accountId, role: roleOf(group) })) })
}

/** Prisma cannot spell a hyphen in an enum member. */
export const roleOf = (group: RoleName): Role => group.replaceAll('-', '_') as Role
export const groupOf = (role: Role): RoleName => role.replaceAll('_', '-') as RoleName

import { randomBytes } from 'node:crypto'
import { recordAudit } from '@/lib/audit/record'
import type { Tx } from '@/lib/db'
import type { Tenant } from '@/lib/generated/prisma/client'
import { notThere, Refusal } from '@/lib/http/problem'
import type { Edition } from '@/lib/licence/edition'
import { lastSeenMoment, seeMoment } from '@/lib/licence/licence-clock'
import { type LicenceStatement, readLicenceFile, writeLicenceFile } from '@/lib/licence/licence-file'
import { licenceKey, trustedLicenceKeys } from '@/lib/licence/licence-key'
import { type Standing, standingOf } from '@/lib/licence/standing'
import type { System } from '@/lib/system'

export interface LicenceWish {
  tenantId: string
  edition: Edition
  trial: boolean
  validFrom: string
  validUntil: string
  graceDays: number
}

/** Signs a licence with the key of this installation. It is not installed by that. @throws Refusal */
export async function issueLicence(system: System, wish: LicenceWish, actor: string): Promise<{ id: string; file: string }> {
  if (wish.validUntil < wish.validFrom) throw new Refusal(422, 'Not valid', 'The last day lies before the first.')
  const now = system.clock.now()
  return system.db.asOperator(async (tx) => {
    const tenant = await requireCustomer(tx, wish.tenantId)
    const id = `lic_${randomBytes(9).toString('base64url')}`
    const statement: LicenceStatement = { kind: 'millrace.licence.v1', id, customer: tenant.name, issuedAt: now.toISOString(), issuedBy: actor, ...wish }
    const file = writeLicenceFile(statement, licenceKey(system.settings.varDir))
    await recordAudit(tx, now, { tenantId: 'platform', actor, action: 'licence.issued', subject: wish.tenantId, detail: { id, edition: wish.edition, validFrom: wish.validFrom, validUntil: wish.validUntil, trial: wish.trial } })
    return { id, file }
  })
}

/** Verifies the file offline and lets it count from now on. Installing it again changes nothing. @throws Refusal that says what is wrong and what to do. */
export async function installLicence(system: System, file: string, actor: string): Promise<LicenceStatement> {
  const read = readLicenceFile(file, trustedLicenceKeys(system.settings.varDir))
  if (!read.ok) throw new Refusal(422, 'Not installed', read.message)
  const { statement } = read
  const now = system.clock.now()
  return system.db.asOperator(async (tx) => {
    await requireCustomer(tx, statement.tenantId)
    const { standing } = await loadStanding(system, tx, statement.tenantId)
    refuseEnded(statement, standing, now, await lastSeenMoment(tx))
    // It was signed at that moment, so it has been.
    await seeMoment(tx, new Date(statement.issuedAt))
    const { count } = await tx.licence.createMany({ data: [{ tenantId: statement.tenantId, id: statement.id, file, installedAt: now, installedBy: actor }], skipDuplicates: true })
    if (count > 0) {
      await recordAudit(tx, now, { tenantId: 'platform', actor, action: 'licence.installed', subject: statement.tenantId, detail: { id: statement.id, edition: statement.edition, old: standing.edition, validUntil: statement.validUntil } })
    }
    return statement
  })
}

function refuseEnded({ validUntil, graceDays, id }: LicenceStatement, before: Standing, now: Date, lastSeen: Date | null): void {
  const at = lastSeen && lastSeen > now ? lastSeen : now
  const ended = Date.parse(validUntil) + (graceDays + 1) * 86_400_000 <= at.getTime()
  if (ended && before.licenceId !== id) throw new Refusal(422, 'Not installed', `This licence ended on ${validUntil}; it would change nothing. Ask for a new one.`)
}

async function requireCustomer(tx: Tx, tenantId: string): Promise<Tenant> {
  const tenant = await tx.tenant.findFirst({ where: { id: tenantId, kind: 'customer' } })
  if (!tenant) throw new Refusal(422, 'No such tenant', `There is no customer tenant ${tenantId} here: licences belong to one tenant and are installed where it is.`)
  return tenant
}

export interface InstalledLicence {
  statement: LicenceStatement
  installedAt: Date
  installedBy: string
}

/**
 * How the tenant stands now and what is installed, the newest first; files are verified each time, so that what somebody
 * wrote into the table counts for nothing.
 * @throws Refusal 404
 */
export async function loadStanding(system: System, tx: Tx, tenantId: string): Promise<{ standing: Standing; installed: InstalledLicence[] }> {
  const tenant = await tx.tenant.findUnique({ where: { id: tenantId } })
  if (!tenant) throw notThere()
  const rows = await tx.licence.findMany({ where: { tenantId }, orderBy: [{ installedAt: 'desc' }, { id: 'desc' }] })
  const keys = trustedLicenceKeys(system.settings.varDir)
  const installed = rows.flatMap(({ file, installedAt, installedBy }) => {
    const read = readLicenceFile(file, keys)
    return read.ok && read.statement.tenantId === tenantId ? [{ statement: read.statement, installedAt, installedBy }] : []
  })
  const standing = standingOf({
    licences: installed.map(({ statement }) => statement),
    tenantCreatedAt: tenant.createdAt,
    now: system.clock.now(),
    lastSeen: await lastSeenMoment(tx),
  })
  return { standing, installed }
}

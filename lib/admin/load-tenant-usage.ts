import { type AnomalyVerdict, anomalyDays, judgeDay } from '@/lib/metering/anomaly'
import type { Tx } from '@/lib/db'
import type { Tenant } from '@/lib/generated/prisma/client'
import { usedLimits } from '@/lib/licence/licence-view'
import { loadStanding } from '@/lib/licence/licences'
import type { LimitView } from '@/lib/licence/limits'
import type { Standing } from '@/lib/licence/standing'
import { dayAfter, dayOf, meterFacts, meters } from '@/lib/metering/meters'
import type { System } from '@/lib/system'

export interface MeterAnomaly extends AnomalyVerdict {
  label: string
  unit: string
  day: string
}

export interface TenantUsageRow {
  tenantId: string
  name: string
  kind: 'customer' | 'demo'
  /** Of a demo: the company and address that asked for it; null while it waits in the pool. */
  askedBy: string | null
  /** Of today so far, by meter name; null where nothing was metered. */
  today: Record<string, number | null>
  /** Null for a demo: its hours limit it. */
  standing: Standing | null
  limits: LimitView[]
  /** Of yesterday, the last whole day. */
  anomalies: MeterAnomaly[]
}

export interface UsageDayRow {
  tenantId: string
  day: string
  meter: string
  quantity: number
}

/** Every tenant that is metered, with limits and what was unusual yesterday; those that need a look first. */
export async function loadTenantUsage(system: System): Promise<TenantUsageRow[]> {
  const today = dayOf(system.clock.now())
  const { tenants, askers } = await system.db.asOperator(async (tx) => ({
    tenants: await tx.tenant.findMany({ where: { kind: { in: ['customer', 'demo'] }, cellUrl: null }, orderBy: [{ kind: 'asc' }, { name: 'asc' }] }),
    askers: await loadAskers(tx),
  }))
  const days = await loadUsageDays(system, dayAfter(today, -anomalyDays - 1), dayAfter(today))
  const byTenant = Map.groupBy(days, ({ tenantId }) => tenantId)
  const rows: TenantUsageRow[] = []
  for (const tenant of tenants) rows.push(await rowOf(system, tenant, { days: byTenant.get(tenant.id) ?? [], today, askedBy: askers.get(tenant.id) ?? null }))
  return rows.sort((a, b) => urgency(b) - urgency(a))
}

const urgency = ({ limits, anomalies }: TenantUsageRow) => limits.filter(({ level }) => level !== 'well').length * 10 + anomalies.length

/** Who asked for each plant: several of one name are told apart by it. */
async function loadAskers(tx: Tx): Promise<Map<string, string>> {
  const leases = await tx.lease.findMany({ where: { state: { not: 'gone' }, leadId: { not: null } }, select: { name: true, leadId: true } })
  const leads = await tx.lead.findMany({ where: { id: { in: leases.map(({ leadId }) => leadId!) } }, select: { id: true, company: true, email: true } })
  const words = new Map(leads.map(({ id, company, email }) => [id, company ? `${company}, ${email}` : email]))
  return new Map(leases.flatMap(({ name, leadId }) => (words.has(leadId!) ? [[name, words.get(leadId!)!] as const] : [])))
}

interface RowFacts {
  days: UsageDayRow[]
  today: string
  askedBy: string | null
}

async function rowOf(system: System, { id, name, kind }: Tenant, { days, today, askedBy }: RowFacts): Promise<TenantUsageRow> {
  const todays = Object.fromEntries(meters.map(({ name: meter }) => [meter, days.find((one) => one.day === today && one.meter === meter)?.quantity ?? null]))
  const base = { tenantId: id, name, askedBy, today: todays, anomalies: anomaliesOf(days, dayAfter(today, -1)) }
  if (kind !== 'customer') return { ...base, kind: 'demo', standing: null, limits: [] }
  return system.db.asOperator(async (tx) => {
    const { standing } = await loadStanding(system, tx, id)
    return { ...base, kind, standing, limits: await usedLimits(tx, id, standing) }
  })
}

/** A day without a value within the tenant's own history was a day without use. */
function anomaliesOf(days: UsageDayRow[], yesterday: string): MeterAnomaly[] {
  const first = days[0]?.day
  if (!first) return []
  return meters.flatMap(({ name, label, unit }) => {
    const values = new Map(days.filter(({ meter }) => meter === name).map(({ day, quantity }) => [day, quantity]))
    const before: number[] = []
    for (let day = dayAfter(yesterday, -anomalyDays); day < yesterday; day = dayAfter(day)) if (day >= first) before.push(values.get(day) ?? 0)
    const verdict = judgeDay(values.get(yesterday) ?? 0, before)
    return verdict.isAnomaly ? [{ ...verdict, label, unit, day: yesterday }] : []
  })
}

/** Daily sums of all tenants, or of one, of the days `from` (in) to `to` (out), by day. */
export async function loadUsageDays({ db }: System, from: string, to: string, tenantId?: string): Promise<UsageDayRow[]> {
  const rows = await db.asOperator((tx) => tx.usageDay.findMany({ where: { day: { gte: new Date(from), lt: new Date(to) }, tenantId }, orderBy: [{ day: 'asc' }, { tenantId: 'asc' }, { meter: 'asc' }] }))
  return rows.map((row) => ({ tenantId: row.tenantId, day: dayOf(row.day), meter: meterFacts(row.meter).name, quantity: Number(row.quantity) }))
}

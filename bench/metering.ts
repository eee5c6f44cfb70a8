import { closeMonths } from '@/lib/billing/close-month'
import { addPriceList } from '@/lib/billing/price-list'
import { installLicence, issueLicence } from '@/lib/licence/licences'
import { sumDays } from '@/lib/metering/sum-days'
import type { TestSystem } from '@/lib/testing/compose-test-system'
import { inDatabase } from './in-database'
import { report, times } from './statistics'

const facilities = 45
/** Events of one facility and day: people, lines, readings and queries every five minutes, storage every hour, notebooks. */
const perDay = { user: 40, line: 12, readings: 288, queries: 288, 'stored-bytes': 24, 'notebook-seconds': 96 }

/** A month of 45 facilities from its raw meter events: the daily sums, and every invoice. */
export async function metering(): Promise<void> {
  await inDatabase(async (system) => {
    const events = await makeMonth(system)
    const [readMs] = await times(1, () => system.db.operatorPool.query('SELECT count(*), sum(quantity) FROM meter_event'))
    const [sumMs] = await times(1, () => sumDays(system.db.operatorPool, '2026-03-01', '2026-04-01'))
    const [closeMs] = await times(1, () => closeMonths(system))
    const floor = { what: 'reading every event once', ms: readMs! }
    report(`Metering of a month, ${facilities} facilities, ${(events / 1e6).toFixed(2)} million events`, [
      { what: `closing it: ${facilities} invoices from raw events, kept and audited`, value: closeMs!, unit: 'ms', target: 5000, floor },
      { what: 'all daily sums made again', value: sumMs!, unit: 'ms', target: 5000, floor },
    ])
  })
}

async function makeMonth(system: TestSystem): Promise<number> {
  const createdAt = new Date('2026-01-01')
  await system.db.asOperator((tx) => tx.tenant.createMany({ data: [{ id: 'platform', kind: 'platform', name: 'Millrace', createdAt }, ...Array.from({ length: facilities }, (_, i) => ({ id: `facility-${i + 1}`, kind: 'customer' as const, name: `Facility ${i + 1}`, createdAt }))] }))
  const edition = { base: '300', includedLines: 5, includedGb: 100 }
  system.clock.advance(Date.parse('2026-02-15') - system.clock.now().getTime())
  await addPriceList(system, '2026-02-01', { currency: 'EUR', line: '30', storedGb: '0.025', readingsMillion: '0.4', editions: { starter: edition, professional: edition, enterprise: edition } }, 'bench')
  for (let i = 1; i <= facilities; i++) {
    const { file } = await issueLicence(system, { tenantId: `facility-${i}`, edition: 'professional', trial: false, validFrom: '2026-02-15', validUntil: '2027-02-14', graceDays: 14 }, 'bench')
    await installLicence(system, file, 'bench')
  }
  system.clock.advance(Date.parse('2026-04-01T06:00:00Z') - system.clock.now().getTime())
  for (const [meter, count] of Object.entries(perDay)) {
    await system.db.operatorPool.query(
      `INSERT INTO meter_event (tenant_id, id, meter, day, at, subject, quantity)
       SELECT 'facility-' || f, $1::text || ':' || d || ':' || n, $1::usage_meter, date '2026-03-01' + d, timestamptz '2026-03-01' + make_interval(days => d), CASE WHEN $1 IN ('user', 'line') THEN n::text ELSE '' END,
         CASE $1 WHEN 'readings' THEN 30000 + n WHEN 'stored-bytes' THEN 150000000000 + n * 1000000 WHEN 'notebook-seconds' THEN 300 ELSE 1 END
       FROM generate_series(1, $3) f, generate_series(0, 30) d, generate_series(1, $2::int) n`,
      [meter, count, facilities],
    )
  }
  await system.db.operatorPool.query('ANALYZE meter_event')
  const { rows } = await system.db.operatorPool.query<{ n: number }>('SELECT count(*)::int AS n FROM meter_event')
  return rows[0]!.n
}

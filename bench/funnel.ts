import type pg from 'pg'
import { funnelPeriod } from '@/lib/funnel/funnel-period'
import { loadFunnel } from '@/lib/funnel/load-funnel'
import { funnelSteps } from '@/lib/funnel/steps'
import type { Floors } from './floors'
import type { Product } from './product'
import { percentile, report, times } from './statistics'

const targetMs = 300

/** How many subjects did what, and how often each; every subject of a line did what those of the lines before did, too. */
const told: [kind: string, subjects: number, times: number][] = [
  ['site.visited', 200_000, 3],
  ['cta.clicked', 110_000, 1],
  ['demo.requested', 60_000, 1],
  ['demo.verified', 50_000, 1],
  ['demo.ready', 49_000, 1],
  ['demo.signed-in', 36_000, 2],
  ['finding.found', 20_000, 1],
  ['features.three', 16_000, 1],
  ['offer.opened', 12_000, 1],
  ['meeting.held', 6000, 1],
  ['pilot.started', 3000, 1],
  ['contract.paid', 2000, 1],
]

/** A million synthetic events of 200,000 visitors in 120 days, 60,000 of whom became leads. Only ever in a database of its own. */
export async function plantEvents(pool: pg.Pool): Promise<number> {
  const leads = told.find(([kind]) => kind === 'demo.requested')![1]
  await pool.query(`INSERT INTO lead (tenant_id, id, email, created_at, source, company_key)
    SELECT 'platform', 'bench-lead-' || i, 'bench-' || i || '@example.com', now(), (ARRAY['Search', 'Direct', 'Referral', 'Trade press'])[1 + i % 4], 'company-' || i / 3 FROM generate_series(1, ${leads}) i`)
  let events = 0
  for (const [place, [kind, subjects, each]] of told.entries()) {
    await pool.query(`INSERT INTO engagement_event (tenant_id, id, at, kind, subject, detail)
      SELECT 'platform', 'bench-' || ${place} || '-' || i || '-' || n, now() - (i * 7919 % 172800) * interval '1 minute' + (${place} * 37 + n) * interval '1 minute', '${kind}', CASE WHEN i <= ${leads} THEN 'bench-lead-' ELSE 'v-bench-visitor-' END || i,
        CASE WHEN ${place} = 0 THEN jsonb_build_object('source', (ARRAY['Search', 'Direct', 'Referral', 'Trade press'])[1 + i % 4]) ELSE '{}'::jsonb END
      FROM generate_series(1, ${subjects}) i, generate_series(1, ${each}) n`)
    events += subjects * each
  }
  return events
}

/** The whole answer of the sales page: this period and the one before, by source and by week. */
export async function funnel({ system }: Product, floors: Floors): Promise<void> {
  const events = await plantEvents(system.db.operatorPool)
  const steps = funnelSteps.map(({ key }) => key)
  const period = funnelPeriod('quarter', new Date(), 'Europe/Berlin')
  const measured = async (unit: 'person' | 'company') => percentile(await measure(() => loadFunnel(system, { steps, windowDays: 30, unit, by: 'source' }, period)), 0.5)
  report(`Funnel, ${events.toLocaleString('en')} events, twelve steps, two quarters`, [
    { what: 'by person, median of 9', value: await measured('person'), unit: 'ms', target: targetMs, floor: floors.commit },
    { what: 'by company, median of 9', value: await measured('company'), unit: 'ms', target: targetMs, floor: floors.commit },
  ])
}

async function measure(run: () => Promise<unknown>): Promise<number[]> {
  await times(3, run)
  return times(9, run)
}

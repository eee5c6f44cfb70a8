import { loadTenantPeople, type PeoplePage, type PeopleQuery, peopleSorts } from '@/lib/people/load-tenant-people'
import type { System } from '@/lib/system'
import type { Floors } from './floors'
import type { Product } from './product'
import { type Floor, type Measured, percentile, report, times } from './statistics'

const count = 100_000
const runs = 50
const targetMs = 100
const tenantId = 'bench-people'

export const people = (product: Product, floors: Floors): Promise<void> => peopleOf(product.system, floors.health)

/** Pages, orders and searches of a list of a hundred thousand people, as the page asks for them: with roles, sessions and the count. */
export async function peopleOf(system: System, floor?: Floor): Promise<void> {
  await fill(system)
  const rows: Measured[] = []
  const ask = async (what: string, query: Partial<PeopleQuery>) => {
    const page = (): Promise<PeoplePage> => loadTenantPeople(system, tenantId, { search: '', sort: 'name', descending: false, after: null, ...query })
    await times(5, page)
    const all = await times(runs, page)
    rows.push({ what: `${what}, p50`, value: percentile(all, 0.5), unit: 'ms', floor }, { what: `${what}, p95`, value: percentile(all, 0.95), unit: 'ms', target: targetMs, floor })
    return page()
  }
  for (const sort of peopleSorts) await ask(`first page by ${sort}`, { sort })
  for (const sort of peopleSorts) await ask(`last page by ${sort}`, { sort, descending: true })
  await ask('a page from the middle', { after: { key: 'person 50000', id: 'p050000' } })
  await ask('searched: one in a hundred thousand', { search: 'p077777@' })
  await ask('searched: words of a tenth', { search: 'son 7' })
  await ask('searched: nobody', { search: 'zzzz' })
  report(`A list of ${count} people, ${runs} requests each`, rows)
}

async function fill({ db, clock }: System): Promise<void> {
  await db.asOperator(async (tx) => {
    await tx.tenant.createMany({ data: [{ id: tenantId, kind: 'customer', name: 'Bench' }], skipDuplicates: true })
    await tx.$executeRaw`INSERT INTO account (tenant_id, id, email, name, last_seen_at)
      SELECT ${tenantId}, 'p' || lpad(n::text, 6, '0'), 'p' || lpad(n::text, 6, '0') || '@plant.example', 'Person ' || n, CASE WHEN n % 4 > 0 THEN ${clock.now()}::timestamptz - n * interval '1 minute' END
      FROM generate_series(1, ${count}) n ON CONFLICT DO NOTHING`
    await tx.$executeRaw`INSERT INTO role_grant (tenant_id, account_id, role, node_id) SELECT ${tenantId}, 'p' || lpad(n::text, 6, '0'), 'viewer', '' FROM generate_series(1, ${count}) n ON CONFLICT DO NOTHING`
  })
}

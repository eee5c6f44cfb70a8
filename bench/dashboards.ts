import type { Floors } from './floors'
import type { Product } from './product'
import { askForPlant, moveIn } from './prospect'
import { type Measured, percentile, report, times } from './statistics'

const runs = 50
const targetMs = 250

const pages = ['/oee?range=30d', '/oee/northfield-dairy/filling/line-2?range=30d', '/plant', '/plant?range=30d', '/dashboards/month', '/quality', '/signals?range=30d', '/downtime?range=30d', '/downtime/northfield-dairy/filling/line-2?range=30d', '/energy?range=30d', '/compare?range=30d', '/yield?range=30d']

/** Pages of a plant with its 30 days, signed in, one request after the other, as the server answers them. */
export async function dashboards(product: Product, floors: Floors): Promise<void> {
  const { visitor } = await moveIn(product, await askForPlant(product, 'dashboards@example.com', 'dairy'), 'dairy')
  const rows: Measured[] = []
  for (const page of pages) {
    await times(5, () => visitor.page(page))
    const all = await times(runs, () => visitor.page(page))
    rows.push({ what: `${page}, p50`, value: percentile(all, 0.5), unit: 'ms', floor: floors.health })
    rows.push({ what: `${page}, p95`, value: percentile(all, 0.95), unit: 'ms', target: targetMs, floor: floors.health })
  }
  report(`Dashboards, ${runs} requests each`, rows)
}

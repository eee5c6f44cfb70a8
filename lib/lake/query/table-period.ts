import { exportExtents, type ExportPeriod } from '@/lib/plant/export-rows'
import type { ExportTable } from '@/lib/plant/export-tables'
import type { System } from '@/lib/system'
import type { Reader } from '@/lib/tenancy/reach'

/** Days back that a table of the product goes; fewer when it would be more rows than can be handed over. */
const tableDays = [400, 100, 30, 7, 1]
const mostTableRows = 300_000
const dayMs = 86_400_000

/** For which time this reader is given a table; `isCut`: there are more rows before. */
export async function tablePeriod(system: System, reader: Reader, table: ExportTable): Promise<ExportPeriod & { days: number; isCut: boolean }> {
  const now = system.clock.now().getTime()
  const to = new Date(now + 2 * dayMs)
  for (const days of tableDays) {
    const period = { days, from: new Date(now - days * dayMs), to, isCut: days < tableDays[0]! }
    if (table.at === null || days === tableDays.at(-1)) return period
    const [extent] = await exportExtents(system, reader, period, [table])
    if (extent!.rows <= mostTableRows) return period
  }
  throw new Error('there is always a last period')
}

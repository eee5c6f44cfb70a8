import Link from 'next/link'
import { ChartWithTable } from '@/components/charts/chart-with-table'
import { DowntimePareto } from '@/components/charts/downtime-pareto'
import { Trend } from '@/components/charts/trend'
import { Empty } from '@/components/ui/empty'
import { formatNumber } from '@/components/ui/format'
import { formatDateClock } from '@/components/ui/format-time'
import { Panel } from '@/components/ui/panel'
import type { TileView } from '@/lib/plant/views/dashboard-view'
import type { PlantModel } from '@/lib/plant/views/load-plant'
import { tileTitles } from '@/lib/plant/views/tile-titles'

const rooms: Record<TileView['kind'], string> = { 'oee-trend': 'oee', quality: 'quality', energy: 'signals', 'downtime-pareto': 'oee' }

/** One tile; its title leads to the room in which the figure is explained. */
export function DashboardTile({ tile, model }: { tile: TileView; model: PlantModel }) {
  const name = `${tileTitles[tile.kind]}, ${tile.node.name}`
  const title = <Link href={`/${rooms[tile.kind]}${tile.node.level === 'site' ? '' : `/${tile.node.path}`}`}>{name}</Link>
  if (tile.kind === 'downtime-pareto') {
    return (
      <Panel title={title} note="min, 7 days" flush>
        {tile.losses.length === 0 ? (
          <Empty>No stop in this period.</Empty>
        ) : (
          <DowntimePareto
            caption={name}
            reasons={tile.losses.slice(0, 8).map((loss) => ({
              reason: model.reasons.get(loss.reasonCode)?.name ?? loss.reasonCode,
              state: loss.kind === 'breakdown' ? 'down' : 'idle',
              minutes: loss.minutes,
              stops: loss.stops,
              isOpen: loss.open,
            }))}
          />
        )}
      </Panel>
    )
  }
  const { unit, digits, points, gaps, stepSeconds, window } = tile
  const { timeZone } = model.tenant
  const label = `${name}${points.length === 0 ? ': no figure in this period' : `: last ${formatNumber(points.at(-1)!.mean, digits)} ${unit}`}`
  return (
    <section className="panel" aria-label={name}>
      <ChartWithTable
        title={title}
        note={`${unit}, ${stepSeconds >= 86_400 ? 'by day' : 'mean with minimum to maximum'}`}
        caption={label}
        table={{ columns: [{ head: 'From' }, { head: unit, align: 'right' }], rows: points.map(({ at, mean }) => [formatDateClock(at, timeZone), formatNumber(mean, digits)]) }}
      >
        <Trend
          label={label}
          trend={{
            unit, digits, timeZone,
            from: window.from.getTime(),
            to: window.to.getTime(),
            points: points.map(({ at, ...point }) => ({ at: at.getTime() + stepSeconds * 500, ...point })),
            gaps: gaps.map(({ from, to }) => ({ from: from.getTime(), to: to.getTime(), reason: 'no readings' })),
          }}
        />
      </ChartWithTable>
    </section>
  )
}

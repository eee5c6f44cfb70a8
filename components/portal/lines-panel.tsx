import Link from 'next/link'
import { Sparkline } from '@/components/charts/sparkline'
import { TargetBar } from '@/components/charts/target-bar'
import { TimeRibbon, TimeRibbonAxis } from '@/components/charts/time-ribbon'
import { Figure } from '@/components/ui/figure'
import { formatNumber } from '@/components/ui/format'
import { formatDuration } from '@/components/ui/format-time'
import { Panel } from '@/components/ui/panel'
import { StateGlyph, StateLegend, stateWords } from '@/components/ui/state-glyph'
import type { Ratio } from '@/lib/oee/oee'
import type { LineView, OverviewView } from '@/lib/plant/views/overview-view'

/** Every line of the place: its state now, the last 24 hours as a channel, and its figures. */
export function LinesPanel({ view }: { view: OverviewView }) {
  const { lines, ribbonFrom, now, model } = view
  if (lines.length === 0) return null
  return (
    <Panel title="Lines, last 24 hours" note={<StateLegend />} flush foot="Level shows state: full is running, half is idle, near empty is a planned stop, a solid bar is down. Dotted verticals are shift changes.">
      <div className="line-head" aria-hidden="true">
        <span>Line</span>
        <span>State now</span>
        <span>Time states</span>
        <span>OEE</span>
        <span className="n">A, %</span>
        <span className="n">P, %</span>
        <span className="n">Q, %</span>
        <span>Last 10 shifts</span>
      </div>
      {lines.map((line) => (
        <LineRow key={line.node.id} line={line} view={view} />
      ))}
      <div className="line-row" style={{ borderTop: 0, minHeight: 0, paddingBottom: 6 }} aria-hidden="true">
        <span />
        <span />
        <TimeRibbonAxis from={ribbonFrom} to={now} timeZone={model.tenant.timeZone} />
      </div>
    </Panel>
  )
}

function LineRow({ line, view }: { line: LineView; view: OverviewView }) {
  const { oee, node, state } = line
  const oeeRatio = typeof oee.oeeRatio === 'number' ? oee.oeeRatio : null
  return (
    <div className="line-row">
      <div>
        <Link href={`/oee/${node.path}`}>{node.name}</Link>
        <small>{line.product}</small>
      </div>
      <div>
        <span className="flex items-center gap-2 font-semibold">
          <StateGlyph state={state?.state ?? 'no-data'} /> {stateWords[state?.state ?? 'no-data']}
        </span>
        <small>
          {state?.label && `${state.label} · `}
          {state && formatDuration((view.now.getTime() - state.startsAt.getTime()) / 1000)}
        </small>
      </div>
      <TimeRibbon ribbon={{ segments: line.segments, from: view.ribbonFrom, to: view.now, shiftChanges: view.shiftChanges }} label={`${node.name}, last 24 hours`} walkIn={view.model.tenant.timeZone} />
      <div>
        <Figure size="s" parts={oeeRatio === null ? [] : [{ value: formatNumber(oeeRatio * 100, 1), unit: '%' }]} undefinedBecause={oeeRatio === null ? 'no planned time' : undefined} />
        {oeeRatio !== null && <TargetBar ratio={oeeRatio} label={`OEE of ${node.name}`} />}
      </div>
      <span className="n">{percent(oee.availabilityRatio)}</span>
      <span className="n">{percent(oee.performanceRatio)}</span>
      <span className="n">{percent(oee.qualityRatio)}</span>
      <Sparkline values={line.trend} label={`OEE of ${node.name}, last ten shifts`} />
    </div>
  )
}

const percent = (ratio: Ratio) => (typeof ratio === 'number' ? formatNumber(ratio * 100, 1) : '—')

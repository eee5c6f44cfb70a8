import { TimeRibbon } from '@/components/charts/time-ribbon'
import { formatNumber } from '@/components/ui/format'
import { formatDuration } from '@/components/ui/format-time'
import { StateGlyph, stateWords } from '@/components/ui/state-glyph'
import type { Ratio } from '@/lib/oee/oee'
import type { LineView, OverviewView } from '@/lib/plant/views/overview-view'

const percent = (ratio: Ratio) => (typeof ratio === 'number' ? formatNumber(ratio * 100, 1) : '—')

/** One line on the wall: its state first, in words and level, then its figures. */
export function WallLine({ line: { node, product, state, oee, segments }, view }: { line: LineView; view: OverviewView }) {
  const now = state?.state ?? 'no-data'
  return (
    <section className="wall-line" data-state={now} aria-label={node.name}>
      <h2>{node.name}</h2>
      <p className="wall-product">{product}</p>
      <p className="wall-state">
        <StateGlyph state={now} /> <b>{stateWords[now]}</b> {state && formatDuration((view.now.getTime() - state.startsAt.getTime()) / 1000)}
        {state?.label && <span>{state.label}</span>}
      </p>
      <p className="wall-figure">
        {percent(oee.oeeRatio)}
        <small> % OEE</small>
      </p>
      <p className="wall-parts">
        A {percent(oee.availabilityRatio)} · P {percent(oee.performanceRatio)} · Q {percent(oee.qualityRatio)}
      </p>
      <p className="wall-parts">
        {formatNumber(oee.good)} good, {formatNumber(oee.reject)} rejected, {formatNumber(oee.downMinutes)} min stopped
      </p>
      <TimeRibbon ribbon={{ segments, from: view.ribbonFrom, to: view.now, shiftChanges: view.shiftChanges }} label={`${node.name}, last 24 hours`} walkIn={view.model.tenant.timeZone} />
    </section>
  )
}

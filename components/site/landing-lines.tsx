import { TimeRibbon, TimeRibbonAxis } from '@/components/charts/time-ribbon'
import { Figure } from '@/components/ui/figure'
import { formatNumber } from '@/components/ui/format'
import { formatClock, formatDuration } from '@/components/ui/format-time'
import { StateGlyph, StateLegend, stateWords } from '@/components/ui/state-glyph'
import type { LandingLine, LandingView } from '@/lib/site/landing-view'

/** The fictional dairy as it runs now, drawn by the components of the plant overview. */
export function LandingLines({ view }: { view: LandingView }) {
  const { from, now, timeZone } = view
  return (
    <>
      <section className="band" aria-label={`${view.plant}, last 24 hours`}>
        <div className="measure strip">
          <div className="strip-head">
            <span>
              <b>{view.plant}</b> · last 24 hours, now {formatClock(now, timeZone)} in {timeZone}
            </span>
            <StateLegend />
          </div>
          {view.lines.map((line) => (
            <div className="strip-row" key={line.id}>
              <div>
                <b>{line.name}</b>
                <small>{line.product}</small>
              </div>
              <div className="ribbon">
                <TimeRibbon ribbon={{ segments: line.segments, from, to: now }} label={`${line.name}, last 24 hours`} />
              </div>
              <div className="state">
                <StateNow line={line} now={now} />
              </div>
              <div className="oee">
                <Figure size="inherit" parts={line.oeeRatio === null ? [] : [{ value: formatNumber(line.oeeRatio * 100, 1), unit: '%' }]} undefinedBecause={line.oeeRatio === null ? 'no planned time' : undefined} />
              </div>
            </div>
          ))}
          <div className="strip-row" style={{ minHeight: 0, borderTop: 0 }} aria-hidden="true">
            <span />
            <div className="ribbon">
              <TimeRibbonAxis from={from} to={now} timeZone={timeZone} />
            </div>
            <span />
            <small style={{ textAlign: 'right' }}>OEE, shift</small>
          </div>
        </div>
      </section>
      <p className="measure caption" style={{ paddingTop: 12 }}>
        {view.plant} is a fictional plant and its data are generated. The picture is the product, drawn by the product.
      </p>
    </>
  )
}

function StateNow({ line, now }: { line: LandingLine; now: Date }) {
  if (!line.state) return <span>{stateWords['no-data']}</span>
  const seconds = (now.getTime() - line.state.startsAt.getTime()) / 1000
  return (
    <>
      <span className="flex items-center gap-2">
        <StateGlyph state={line.state.state} /> {line.state.state === 'down' ? <b>{stateWords.down}</b> : stateWords[line.state.state]}
      </span>
      <small>for {formatDuration(seconds)}</small>
    </>
  )
}

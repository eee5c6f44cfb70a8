import { Check, RotateCw } from 'lucide-react'
import type { ReactNode } from 'react'
import { formatDuration, formatRunTime } from '@/components/ui/format-time'
import { Channel, ChannelCell } from '@/components/ui/level'
import { StateGlyph } from '@/components/ui/state-glyph'
import { partLevel, partWord, provisioningAxis, readyWords, type ProvisioningAxis, type ProvisioningRowView } from '@/components/charts/provisioning-axis'

const tones = { waiting: 'waiting', running: 'accent', retrying: 'accent', up: 'fill', 'given-up': 'stopped' } as const

const marks: Record<ProvisioningRowView['state'], (row: ProvisioningRowView) => ReactNode> = {
  waiting: () => <StateGlyph state="no-data" label="Waiting" />,
  running: ({ progress = 0.5 }) => <span className="ledger-level" style={{ background: `linear-gradient(0deg, var(--accent) ${progress * 100}%, transparent 0)` }} role="img" aria-label="Running" />,
  retrying: () => <RotateCw size={16} strokeWidth={1.75} role="img" aria-label="Trying again" />,
  up: () => <Check size={17} strokeWidth={1.75} role="img" aria-label="Up" />,
  'given-up': () => <StateGlyph state="down" label="Given up" />,
}

function Track({ row, axis, nowSeconds }: { row: ProvisioningRowView; axis: ProvisioningAxis; nowSeconds: number }) {
  const place = (seconds: number) => `${((Math.min(seconds, axis.spanSeconds) / axis.spanSeconds) * 100).toFixed(2)}%`
  const isLive = row.state === 'running' || row.state === 'retrying'
  const lastEnd = row.attempts.at(-1)?.endedSeconds ?? nowSeconds
  return (
    <div className="ledger-track">
      {axis.ticks.map((tick) => <span key={tick} className="ledger-grid" style={{ left: place(tick) }} />)}
      {row.state === 'waiting' && <i className="ledger-bar" data-tone="waiting" style={{ left: place(nowSeconds), right: 0 }} />}
      {isLive && row.expectedEndSeconds !== undefined && row.expectedEndSeconds > lastEnd && (
        <i className="ledger-bar" data-tone="expected" style={{ left: place(lastEnd), width: place(row.expectedEndSeconds - lastEnd) }} />
      )}
      {row.attempts.map(({ startedSeconds, endedSeconds, outcome }, index) => {
        const failed = endedSeconds !== null && outcome !== null && outcome !== 'up'
        const width = place(Math.max(0, (endedSeconds ?? nowSeconds) - startedSeconds))
        return (
          <span key={index}>
            <i className="ledger-bar" data-tone={row.state === 'up' && !failed ? 'done' : row.state === 'given-up' ? 'stopped' : 'live'} data-failed={failed || undefined} data-again={index > 0 || undefined} style={{ left: place(startedSeconds), width: `max(4px, ${width})` }} />
            {failed && <em style={{ left: place(endedSeconds) }}>{outcome}</em>}
          </span>
        )
      })}
    </div>
  )
}

function LedgerRow({ row, axis, nowSeconds }: { row: ProvisioningRowView; axis: ProvisioningAxis; nowSeconds: number }) {
  const started = row.attempts[0]?.startedSeconds
  const isLive = row.state === 'running' || row.state === 'retrying'
  return (
    <li className="ledger-row">
      <span>{marks[row.state](row)}</span>
      <b className="font-semibold">{row.part}</b>
      <span className="ledger-system">{row.system}</span>
      <span className="ledger-what">{row.what}</span>
      <Track row={row} axis={axis} nowSeconds={nowSeconds} />
      <span className="ledger-took">
        {row.tookSeconds !== undefined && formatRunTime(row.tookSeconds)}
        {row.tookSeconds === undefined && isLive && started !== undefined && <span className="text-ink-3">{formatDuration(nowSeconds - started)}</span>}
      </span>
    </li>
  )
}

/** Cells that fill, and below them the same parts as bars on one time axis, so that parallel work is seen as parallel. */
export function ProvisioningStepper({ rows, nowSeconds }: { rows: ProvisioningRowView[]; nowSeconds: number }) {
  const axis = provisioningAxis(rows, nowSeconds)
  return (
    <div>
      <Channel label={readyWords(rows)}>
        {rows.map((row) => <ChannelCell key={row.part} title={row.part} word={partWord(row)} ratio={partLevel(row)} tone={tones[row.state]} />)}
      </Channel>
      <section className="panel ledger" aria-label="Parts">
        <div className="ledger-row ledger-head" aria-hidden>
          <span />
          <span>Part</span>
          <span className="ledger-system">System</span>
          <span className="ledger-what">What is there</span>
          <span className="ledger-ticks">
            {axis.ticks.map((tick) => (
              <span key={tick} data-first={tick === 0 || undefined} style={{ left: `${(tick / axis.spanSeconds) * 100}%` }}>{formatDuration(tick)}</span>
            ))}
          </span>
          <span className="ledger-took">Took</span>
        </div>
        <ol>
          {rows.map((row) => <LedgerRow key={row.part} row={row} axis={axis} nowSeconds={nowSeconds} />)}
        </ol>
      </section>
    </div>
  )
}

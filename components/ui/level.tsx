import type { CSSProperties, ReactNode } from 'react'

const percent = (ratio: number): string => `${(Math.min(1, Math.max(0, ratio)) * 100).toFixed(1)}%`

type LevelProps = {
  /** 0..1 */
  ratio: number
  label: string
  tone?: 'fill' | 'accent'
  /** In px; 3 as an underline. */
  height?: number
}

/** How much is left or done, lying down. */
export function Level({ ratio, label, tone = 'fill', height = 3 }: LevelProps) {
  return (
    <span
      className="level"
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(ratio * 100)}
      data-tone={tone}
      style={{ height }}
    >
      <span className="level-fill" style={{ width: percent(ratio), height: '100%' }} />
    </span>
  )
}

type CellProps = {
  title: string
  /** The state in a word or a figure: "up", "63 %". */
  word: ReactNode
  ratio: number
  /** Accent while it runs; a stopped cell is hatched at its floor; a waiting one dashed. */
  tone?: 'fill' | 'accent' | 'waiting' | 'stopped'
}

/** One reach of the race: full is done, part is on the way. */
export function ChannelCell({ title, word, ratio, tone = 'fill' }: CellProps) {
  const filled = percent(ratio)
  return (
    <div className="channel-cell" data-tone={tone} style={{ '--filled': filled } as CSSProperties}>
      {(ratio > 0 || tone === 'stopped') && <span className="channel-level" style={{ height: filled }} />}
      <span className="channel-words">
        <b className="channel-title">{title}</b>
        {word}
      </span>
    </div>
  )
}

/** Cells side by side; on a phone one below the other. `label` says the whole: "Five of seven parts ready". */
export function Channel({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="channel" role="group" aria-label={label}>
      {children}
    </div>
  )
}

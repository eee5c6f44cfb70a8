export type StateView = 'running' | 'idle' | 'down' | 'planned' | 'no-data'

export const stateWords: Record<StateView, string> = {
  running: 'Running',
  idle: 'Idle',
  down: 'Down',
  planned: 'Planned stop',
  'no-data': 'No data',
}

const frame = <rect x=".75" y=".75" width="12.5" height="12.5" fill="none" stroke="var(--state-edge)" strokeWidth="1.3" />
const surfaceLine = (y: number) => <path d={`M1 ${y}H13`} stroke="var(--state-edge)" strokeWidth="1.6" />

const drawings: Record<StateView, React.ReactNode> = {
  running: (
    <>
      {frame}
      <rect x="1.4" y="1.4" width="11.2" height="11.2" fill="var(--state-fill)" />
      <path d="M.1 .75H13.9" stroke="var(--state-edge)" strokeWidth="1.6" />
    </>
  ),
  idle: (
    <>
      {frame}
      <rect x="1.4" y="7" width="11.2" height="5.6" fill="var(--state-fill)" />
      {surfaceLine(7)}
    </>
  ),
  down: (
    <>
      <rect width="14" height="14" fill="var(--state-down)" />
      <path d="M4 4l6 6M10 4l-6 6" stroke="var(--surface)" strokeWidth="1.7" />
    </>
  ),
  planned: (
    <>
      {frame}
      {surfaceLine(11.3)}
    </>
  ),
  'no-data': <rect x=".75" y=".75" width="12.5" height="12.5" fill="none" stroke="var(--line-strong)" strokeWidth="1.3" strokeDasharray="2 1.6" />,
}

/** A channel seen from the side: its level is the state. Give `label` where no word stands beside it. */
export function StateGlyph({ state, size = 14, label }: { state: StateView; size?: number; label?: string }) {
  return (
    <svg className="glyph" width={size} height={size} viewBox="0 0 14 14" {...(label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true })}>
      {drawings[state]}
    </svg>
  )
}

/** What the levels mean, in a row above a ribbon. */
export function StateLegend({ states = ['running', 'idle', 'down', 'planned', 'no-data'] }: { states?: StateView[] }) {
  return (
    <ul className="flex flex-wrap gap-x-[18px] gap-y-1 text-[12px] leading-[18px] text-ink-2">
      {states.map((state) => (
        <li key={state} className="flex items-center gap-[7px]">
          <StateGlyph state={state} /> {stateWords[state]}
        </li>
      ))}
    </ul>
  )
}

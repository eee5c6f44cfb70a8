'use client'

import { ArrowLeft, ArrowRight, MessageSquarePlus, Radio, Undo2, ZoomIn, ZoomOut } from 'lucide-react'
import { type FormEvent, type ReactNode, useState } from 'react'
import { Button } from '@/components/ui/button'
import { FieldError } from '@/components/ui/field'
import { Segmented } from '@/components/ui/segmented'
import { TextField } from '@/components/ui/text-field'
import { panned, type Viewport, type ViewportLimits, zoomed } from '@/components/charts/viewport'
import { fromLocalText, localText } from '@/components/charts/zone'
import { type Overlay, overlays, type TrendState } from '@/components/trends/trend-state'
import type { Tool } from '@/components/trends/use-plot-gestures'
import { longestWindowMs } from '@/lib/telemetry/trend/wanted-signals'

interface Props {
  state: TrendState
  view: Viewport
  limits: ViewportLimits
  timeZone: string
  tool: Tool
  /** Little room. */
  narrow: boolean
  onTool(tool: Tool): void
  onChange(patch: Partial<TrendState>): void
  onView(view: Viewport): void
  onBack?(): void
  onNow(): void
  onAnnotate(): void
}

const periods = [
  ['15 min', 900],
  ['1 h', 3600],
  ['8 h', 28_800],
  ['24 h', 86_400],
  ['7 d', 7 * 86_400],
  ['30 d', 30 * 86_400],
  ['1 y', 365 * 86_400],
] as const
const overlayWords: Record<Overlay, string> = { alarms: 'Alarms', batches: 'Batches', stops: 'Stops', notes: 'Annotations', limits: 'Limits' }
const icon = { size: 16, strokeWidth: 1.75, 'aria-hidden': true } as const

/** Everything that a hand can do to the plot, as buttons. */
export function TrendToolbar({ state, view, limits, timeZone, tool, narrow, onTool, onChange, onView, onBack, onNow, onAnnotate }: Props) {
  const isLive = 'lastSeconds' in state.window
  const centre = (view.from + view.to) / 2
  const toggle = (one: Overlay) => onChange({ overlays: overlays.filter((other) => (other === one) !== state.overlays.includes(other)) })
  return (
    <div className="trends-tools" data-not-taken>
      <div className="trends-bar">
        <Segmented label="Period" current={'lastSeconds' in state.window ? String(state.window.lastSeconds) : ''} segments={periods.map(([label, seconds]) => ({ key: String(seconds), label }))} onSelect={(key) => onChange({ window: { lastSeconds: Number(key) } })} />
        <div className="trends-buttons" role="group" aria-label="Move and zoom">
          <Button size="small" aria-label="Earlier" title="Earlier, [" icon={<ArrowLeft {...icon} />} onClick={() => onView(panned(view, -0.5, limits))} />
          <Button size="small" aria-label="Later" title="Later, ]" icon={<ArrowRight {...icon} />} disabledReason={isLive ? 'The window ends now' : undefined} onClick={() => onView(panned(view, 0.5, limits))} />
          <Button size="small" aria-label="Zoom in" title="Zoom in, +" icon={<ZoomIn {...icon} />} onClick={() => onView(zoomed(view, 0.5, isLive ? view.to : centre, limits))} />
          <Button size="small" aria-label="Zoom out" title="Zoom out, -" icon={<ZoomOut {...icon} />} onClick={() => onView(zoomed(view, 2, isLive ? view.to : centre, limits))} />
          <Button size="small" icon={<Undo2 {...icon} />} disabledReason={onBack ? undefined : 'There is no window before this one'} onClick={onBack}>
            Back
          </Button>
          <Button size="small" icon={<Radio {...icon} />} aria-pressed={isLive} onClick={onNow}>
            {isLive ? 'Follows now' : 'Now'}
          </Button>
          <Button size="small" icon={<MessageSquarePlus {...icon} />} onClick={onAnnotate}>
            Annotate
          </Button>
        </div>
        <ExactWindow key={`${state.window}`} view={view} timeZone={timeZone} now={limits.now} onWindow={(window) => onChange({ window })} />
      </div>
      <More folded={narrow}>
        <fieldset className="trends-checks">
          <legend className="sr-only">Shown beside the signals</legend>
          {overlays.map((one) => (
            <label key={one}>
              <input type="checkbox" checked={state.overlays.includes(one)} onChange={() => toggle(one)} />
              {overlayWords[one]}
            </label>
          ))}
        </fieldset>
        <Segmented label="Lanes" current={state.lanes} segments={[{ key: 'unit', label: 'A lane by unit' }, { key: 'signal', label: 'A lane each' }]} onSelect={(lanes) => onChange({ lanes: lanes as TrendState['lanes'] })} />
        <Segmented label="Dragging in the plot" current={tool} segments={[{ key: 'zoom', label: 'Drag zooms' }, { key: 'pan', label: 'pans' }, { key: 'select', label: 'selects' }]} onSelect={(key) => onTool(key as Tool)} />
      </More>
    </div>
  )
}

/** What is set now and then: folded where there is little room. */
function More({ folded, children }: { folded: boolean; children: ReactNode }) {
  if (!folded) return <div className="trends-bar">{children}</div>
  return (
    <details className="trends-more">
      <summary>What is shown, lanes and dragging</summary>
      <div className="trends-bar">{children}</div>
    </details>
  )
}

/** The window to the second, on the clock of the site. */
function ExactWindow({ view, timeZone, now, onWindow }: { view: Viewport; timeZone: string; now: number; onWindow(window: Viewport): void }) {
  const [open, setOpen] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const data = new FormData(event.currentTarget)
    const [from, to] = ['from', 'to'].map((name) => fromLocalText(String(data.get(name)), timeZone))
    if (from == null || to == null || to <= from) return setProblem('The window must end after it begins.')
    if (to - from > longestWindowMs) return setProblem('A window is a year at most.')
    if (from > now) return setProblem('Nothing has been read yet in that window.')
    setProblem(null)
    setOpen(false)
    onWindow({ from, to })
  }
  return (
    <details className="trends-exact" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>From and to</summary>
      {open && (
        <form onSubmit={submit}>
          <TextField label="From" name="from" type="datetime-local" step={1} required size="small" defaultValue={localText(view.from, timeZone)} />
          <TextField label="To" name="to" type="datetime-local" step={1} required size="small" defaultValue={localText(view.to, timeZone)} hint={timeZone} />
          <Button type="submit" size="small">
            Show
          </Button>
          {problem && <FieldError>{problem}</FieldError>}
        </form>
      )}
    </details>
  )
}

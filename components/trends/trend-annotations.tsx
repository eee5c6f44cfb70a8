'use client'

import { type FormEvent, useState } from 'react'
import { annotate, bringBackAnnotation, changeAnnotation, removeAnnotation } from '@/app/(portal)/trends/actions'
import { Button } from '@/components/ui/button'
import { FieldError } from '@/components/ui/field'
import { formatDateClock } from '@/components/ui/format-time'
import { Panel } from '@/components/ui/panel'
import { SelectField } from '@/components/ui/select-field'
import { TextField } from '@/components/ui/text-field'
import { fromLocalText, localText } from '@/components/charts/zone'
import { useForgetTrendEvents } from '@/components/trends/use-trend-data'
import type { ActionResult } from '@/lib/http/action'
import { askAction } from '@/lib/http/ask-action'
import type { TrendSignal } from '@/lib/plant/views/trends-view'
import type { TrendEvents } from '@/lib/telemetry/trend/load-trend-events'

type Annotation = TrendEvents['annotations'][number]
/** A new one has no id. */
export type AnnotationDraft = Pick<Annotation, 'signalId' | 'text'> & { id: string | null; from: number; to: number | null }

export const draftOf = ({ id, signalId, text, startsAt, endsAt }: Annotation): AnnotationDraft => ({ id, signalId, text, from: Date.parse(startsAt), to: endsAt ? Date.parse(endsAt) : null })

interface Props {
  annotations: Annotation[]
  /** What is being written; null: nothing. */
  draft: AnnotationDraft | null
  onDraft(draft: AnnotationDraft | null): void
  drawn: TrendSignal[]
  timeZone: string
}

type Undo = { words: string; back: () => Promise<ActionResult<unknown>> }

/** What people wrote about the window: written, changed and deleted here, with a way back. */
export function TrendAnnotations({ annotations, draft, onDraft, drawn, timeZone }: Props) {
  const [problem, setProblem] = useState<string | null>(null)
  const [undo, setUndo] = useState<Undo | null>(null)
  const [busy, setBusy] = useState(false)
  const forget = useForgetTrendEvents()

  async function run(work: () => ReturnType<Undo['back']>, done: Undo | null) {
    setBusy(true)
    const result = await askAction(work, undefined)
    setBusy(false)
    setProblem(result.ok ? null : result.message)
    if (!result.ok) return
    setUndo(done)
    onDraft(null)
    await forget()
  }

  function save(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const data = new FormData(event.currentTarget)
    const moment = (name: string) => fromLocalText(String(data.get(name)), timeZone)
    const [from, to] = [moment('from'), moment('to')]
    if (from === null) return setProblem('Say when it was.')
    const input = { signalId: String(data.get('about')) || null, startsAt: new Date(from), endsAt: to === null ? null : new Date(to), text: String(data.get('text')) }
    const id = draft?.id
    void run(() => (id ? changeAnnotation({ id, annotation: input }) : annotate(input)), null)
  }

  const remove = ({ id, text }: Annotation) => run(() => removeAnnotation({ id }), { words: `Deleted: ${text}`, back: () => bringBackAnnotation({ id }) })
  const about = (signalId: string | null) => (signalId === null ? 'all signals' : (drawn.find(({ id }) => id === signalId)?.name ?? signalId))
  return (
    <Panel title="Annotations" note={`${annotations.length} in this window`} flush>
      <div role="status" className="empty:hidden">
        {undo && (
          <p className="mx-5 mb-3 flex items-center justify-between gap-3 border-l-4 border-accent pl-3">
            {undo.words}
            <Button size="small" busy={busy} onClick={() => void run(undo.back, null)}>
              Undo
            </Button>
          </p>
        )}
      </div>
      {draft && (
        <form key={`${draft.id} ${draft.from} ${draft.to}`} onSubmit={save} className="trends-note-form" data-not-taken>
          <TextField label="What happened" name="text" required maxLength={500} defaultValue={draft.text} size="small" autoFocus autoComplete="off" />
          <TextField label="At, or from" name="from" type="datetime-local" step={1} required defaultValue={localText(draft.from, timeZone)} size="small" />
          <TextField label="To, if it lasted" name="to" type="datetime-local" step={1} defaultValue={draft.to === null ? '' : localText(draft.to, timeZone)} size="small" />
          <SelectField label="About" name="about" defaultValue={draft.signalId ?? ''} options={[{ id: '', label: 'All signals' }, ...drawn.map(({ id, name, place }) => ({ id, label: `${name}, ${place}` }))]} />
          <span className="flex gap-2">
            <Button type="submit" size="small" variant="primary" busy={busy} busyWord="Saving">
              Save
            </Button>
            <Button size="small" onClick={() => onDraft(null)}>
              Cancel
            </Button>
          </span>
        </form>
      )}
      {problem && (
        <div className="px-5 pb-3">
          <FieldError>{problem}</FieldError>
        </div>
      )}
      {annotations.length > 0 ? (
        <ul className="rows">
          {annotations.map((one) => (
            <li key={one.id} id={`annotation-${one.id}`} className="row flex-wrap" tabIndex={-1}>
              <span className="min-w-0 flex-1 basis-80">
                <span className="text-ink-3">
                  {formatDateClock(one.startsAt, timeZone)}
                  {one.endsAt && ` to ${formatDateClock(one.endsAt, timeZone)}`},{' '}
                </span>
                <b>{one.text}</b>
                <small className="block text-small text-ink-3">
                  {about(one.signalId)} · {one.author}
                  {one.editedAt && ', edited'}
                </small>
              </span>
              {one.mayChange && (
                <span className="flex gap-2" data-not-taken>
                  <Button size="small" onClick={() => onDraft(draftOf(one))} aria-label={`Edit: ${one.text}`}>
                    Edit
                  </Button>
                  <Button size="small" busy={busy} onClick={() => void remove(one)} aria-label={`Delete: ${one.text}`}>
                    Delete
                  </Button>
                </span>
              )}
            </li>
          ))}
        </ul>
      ) : (
        !draft && <p className="panel-body text-ink-2">Nobody wrote anything about this window. Annotate takes the crosshair or the selection.</p>
      )}
    </Panel>
  )
}

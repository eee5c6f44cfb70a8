'use client'

import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import { dropStep, makeStep } from '@/app/(portal)/alarms/notifications/actions'
import { priorityWords, viaWords, whenWords } from '@/components/portal/notification-words'
import { AlarmGlyph, alarmWords } from '@/components/ui/alarm-glyph'
import { Button } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { FieldError } from '@/components/ui/field'
import { Panel } from '@/components/ui/panel'
import { SelectField } from '@/components/ui/select-field'
import { Tag } from '@/components/ui/tag'
import type { NotificationsView, StepView } from '@/lib/alarm/escalation/load-notifications'
import { askAction } from '@/lib/http/ask-action'

const priorities = [1, 2, 3, 4] as const
const waits = [0, 60, 300, 600, 900, 1800, 3600]

/** Which alarms are told to whom, and when: each step as the sentence that it is. */
export function NotificationSteps({ steps, targets, places }: Pick<NotificationsView, 'steps' | 'targets' | 'places'>) {
  return (
    <Panel title="Steps" note="a step holds for alarms that are raised after it was made" flush>
      {steps.length === 0 && <Empty>{targets.length === 0 ? 'No step yet: add a target first, then say here which alarms it is told of.' : 'No step yet. Say below which alarms are told to whom.'}</Empty>}
      <ul>
        {steps.map((step) => (
          <Step key={step.id} step={step} />
        ))}
      </ul>
      {targets.length > 0 && <AddStep targets={targets} places={places} open={steps.length === 0} />}
    </Panel>
  )
}

function Step({ step }: { step: StepView }) {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const router = useRouter()
  const words = `${priorityWords(step.priorities)} of ${step.place}: ${viaWords[step.targetKind]} to ${step.target} ${whenWords(step)}`
  async function drop() {
    setBusy(true)
    const result = await askAction(dropStep, { stepId: step.id })
    setBusy(false)
    setProblem(result.ok ? null : result.message)
    if (result.ok) router.refresh()
  }
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-t border-line px-5 py-2.5 max-md:px-3.5">
      <span className="flex min-w-0 items-start gap-2">
        <span className="flex flex-none gap-1">
          {step.priorities.map((priority) => (
            <AlarmGlyph key={priority} priority={priority as 1 | 2 | 3 | 4} decorative />
          ))}
        </span>
        <span>
          <b>
            {priorityWords(step.priorities)} of {step.place}
          </b>
          : {viaWords[step.targetKind]} to {step.target} {whenWords(step)}
          {step.alsoReturned && '; also when it returns'} {step.targetDisabled && <Tag>target disabled</Tag>}
        </span>
      </span>
      {problem && <FieldError>{problem}</FieldError>}
      <Button size="small" busy={busy} busyWord="Removing" aria-label={`Remove: ${words}`} onClick={() => void drop()}>
        Remove
      </Button>
    </li>
  )
}

function AddStep({ targets, places, open }: Pick<NotificationsView, 'targets' | 'places'> & { open: boolean }) {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const router = useRouter()
  async function add(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = event.currentTarget
    const data = new FormData(form)
    setBusy(true)
    const result = await askAction(makeStep, {
      priorities: data.getAll('priority').map(Number),
      nodeId: String(data.get('nodeId') ?? ''),
      targetId: String(data.get('targetId') ?? ''),
      afterSeconds: Number(data.get('afterSeconds')),
      alsoReturned: data.get('alsoReturned') === 'on',
    })
    setBusy(false)
    setProblem(result.ok ? null : result.message)
    if (!result.ok) return
    form.reset()
    router.refresh()
  }
  return (
    <details className="border-t border-line px-5 py-3 max-md:px-3.5" open={open}>
      <summary className="cursor-pointer text-small text-ink-2">Add a step</summary>
      <form onSubmit={(event) => void add(event)} className="mt-3 grid gap-4">
        <fieldset className="field">
          <legend className="field-label">Alarms of priority</legend>
          <div className="flex flex-wrap gap-x-5 gap-y-1">
            {priorities.map((priority) => (
              <label key={priority} className="inline-flex min-h-11 cursor-pointer items-center gap-2">
                <input type="checkbox" name="priority" value={priority} defaultChecked={priority <= 2} />
                <AlarmGlyph priority={priority} decorative />
                {alarmWords[priority]}
              </label>
            ))}
          </div>
        </fieldset>
        <div className="grid gap-4 md:grid-cols-3">
          <SelectField label="Place" name="nodeId" options={[{ id: '', label: 'The whole plant' }, ...places.filter(({ depth }) => depth > 0).map(({ id, name, depth }) => ({ id, label: `${'\u2003'.repeat(depth - 1)}${name}` }))]} />
          <SelectField label="Is told to" name="targetId" defaultValue={targets[0]?.id} options={targets.map(({ id, name, kind }) => ({ id, label: `${name}, ${viaWords[kind]}` }))} />
          <SelectField label="When" name="afterSeconds" defaultValue="0" options={waits.map((afterSeconds) => ({ id: String(afterSeconds), label: whenWords({ afterSeconds }) }))} />
        </div>
        <label className="inline-flex min-h-11 cursor-pointer items-center gap-2">
          <input type="checkbox" name="alsoReturned" />
          Also tell when the alarm returns
        </label>
        {problem && <FieldError>{problem}</FieldError>}
        <div>
          <Button type="submit" busy={busy} busyWord="Adding">
            Add step
          </Button>
        </div>
      </form>
    </details>
  )
}

'use client'

import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import { makeTarget } from '@/app/(portal)/alarms/notifications/actions'
import { Button } from '@/components/ui/button'
import { FieldError } from '@/components/ui/field'
import { RadioGroup } from '@/components/ui/radio-group'
import { SelectField } from '@/components/ui/select-field'
import { TextField } from '@/components/ui/text-field'
import type { NotificationsView, TargetView } from '@/lib/alarm/escalation/load-notifications'
import type { TargetMade } from '@/lib/alarm/escalation/targets'
import { askAction } from '@/lib/http/ask-action'

const kinds: { value: TargetView['kind']; label: string; hint: string }[] = [
  { value: 'mail', label: 'Mail', hint: 'A person of this plant' },
  { value: 'slack', label: 'Slack', hint: 'Incoming webhook' },
  { value: 'teams', label: 'Teams', hint: 'Workflow, “webhook request”' },
  { value: 'webhook', label: 'Webhook', hint: 'Signed, for your own system' },
]

const examples: Record<Exclude<TargetView['kind'], 'mail'>, string> = {
  slack: 'https://hooks.slack.com/services/…',
  teams: 'https://….api.powerplatform.com/…',
  webhook: 'https://alarms.example.com/millrace',
}

interface Props {
  people: NotificationsView['people']
  open: boolean
  onMade(made: TargetMade): void
}

export function AddTarget({ people, open, onMade }: Props) {
  const [kind, setKind] = useState<TargetView['kind']>('mail')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<{ message: string; fields?: Record<string, string> } | null>(null)
  const router = useRouter()
  async function add(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = event.currentTarget
    const data = new FormData(form)
    setBusy(true)
    const result = await askAction(makeTarget, { name: String(data.get('name')), kind, address: String(data.get('address')) })
    setBusy(false)
    setProblem(result.ok ? null : result)
    if (!result.ok) return
    onMade(result.value)
    form.reset()
    setKind('mail')
    router.refresh()
  }
  return (
    <details className="border-t border-line px-5 py-3 max-md:px-3.5" open={open}>
      <summary className="cursor-pointer text-small text-ink-2">Add a target</summary>
      <form onSubmit={(event) => void add(event)} className="mt-3 grid max-w-[640px] gap-4">
        <RadioGroup legend="By" name="kind" options={kinds} defaultValue="mail" onChange={(value) => setKind(value as TargetView['kind'])} />
        <TextField label="Name" name="name" placeholder="Shift lead" maxLength={60} required error={problem?.fields?.name} />
        {kind === 'mail' ? (
          <SelectField key="mail" label="Address" name="address" options={people.map(({ email }) => ({ id: email, label: email }))} defaultValue={people[0]?.email} hint="Mail goes to people of this plant only." />
        ) : (
          <TextField key={kind} label="URL" name="address" type="url" placeholder={examples[kind]} maxLength={2000} required autoComplete="off" error={problem?.fields?.address} hint="Begins with https:// and leads to the public Internet. It is kept encrypted and not shown again in full." />
        )}
        {problem && !problem.fields && <FieldError>{problem.message}</FieldError>}
        <div>
          <Button type="submit" busy={busy} busyWord="Adding">
            Add target
          </Button>
        </div>
      </form>
    </details>
  )
}

'use client'

import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import { setLimit } from '@/app/(portal)/dashboards/alert-actions'
import { LimitFields, limitOf } from '@/components/portal/limit-fields'
import { Button } from '@/components/ui/button'
import { SelectField } from '@/components/ui/select-field'
import type { AlertChoice } from '@/lib/figure-alerts/load-alerts'
import { askAction } from '@/lib/http/ask-action'

const keyOf = ({ figure, nodeId }: AlertChoice) => `${figure} ${nodeId}`

/** A limit on one of the figures of this dashboard. */
export function AlertForm({ dashboardId, choices, onSaid }: { dashboardId: string; choices: AlertChoice[]; onSaid(words: string): void }) {
  const [chosen, setChosen] = useState(choices[0]!)
  const [open, setOpen] = useState(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const router = useRouter()
  async function add(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = event.currentTarget
    setBusy(true)
    const result = await askAction(setLimit, { dashboardId, figure: chosen.figure, nodeId: chosen.nodeId, ...limitOf(new FormData(form)) })
    setBusy(false)
    setProblem(result.ok ? null : result.message)
    if (!result.ok) return
    setOpen(false)
    form.reset()
    onSaid('It is set. It is looked at within a minute, then every five.')
    router.refresh()
  }
  return (
    <details className="border-t border-line px-5 py-3 max-md:px-3.5" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="cursor-pointer text-small text-ink-2">Set an alert on a figure</summary>
      <form onSubmit={(event) => void add(event)} className="mt-3 grid max-w-[860px] gap-4" noValidate>
        <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-4">
          <SelectField label="Figure" options={choices.map((choice) => ({ id: keyOf(choice), label: choice.label }))} value={keyOf(chosen)} onChange={({ target }) => setChosen(choices.find((choice) => keyOf(choice) === target.value)!)} />
          <LimitFields figure={chosen.figure} error={problem ?? undefined} />
        </div>
        <div>
          <Button type="submit" busy={busy} busyWord="Setting">Set the alert</Button>
        </div>
      </form>
    </details>
  )
}

'use client'

import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import { addCrm } from '@/app/sales/crm/actions'
import { Button } from '@/components/ui/button'
import { TextField } from '@/components/ui/text-field'
import { askAction } from '@/lib/http/ask-action'

/** Adds a receiver; its secret is shown once. */
export function NewCrmTarget() {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const [secret, setSecret] = useState<string | null>(null)
  const router = useRouter()

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = event.currentTarget
    const fields = new FormData(form)
    setBusy(true)
    const result = await askAction(addCrm, { name: String(fields.get('name')), url: String(fields.get('url')) })
    setBusy(false)
    setProblem(result.ok ? null : result.message)
    if (!result.ok) return
    setSecret(result.value.secret)
    form.reset()
    router.refresh()
  }

  return (
    <form onSubmit={(event) => void submit(event)} className="grid max-w-[520px] gap-3" aria-label="Add a receiver">
      <TextField label="Name" name="name" maxLength={80} required />
      <TextField label="Address" name="url" type="url" placeholder="https://" required error={problem ?? undefined} hint="Each change of a lead is posted there, signed as Standard Webhooks." />
      <div>
        <Button type="submit" busy={busy} busyWord="Adding">
          Add receiver
        </Button>
      </div>
      {secret && (
        <p role="status">
          Its signing secret, shown once: <code className="text-mono break-all">{secret}</code>
        </p>
      )}
    </form>
  )
}

'use client'

import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import { setWebhook } from '@/app/admin/billing/actions'
import { Button } from '@/components/ui/button'
import { TextField } from '@/components/ui/text-field'
import { askAction } from '@/lib/http/ask-action'

/** Where closed months go. The secret is shown when the address is set, and not again. */
export function BillingWebhookForm() {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const [secret, setSecret] = useState<string | null>(null)
  const router = useRouter()
  async function save(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    setBusy(true)
    const result = await askAction(setWebhook, { url: String(new FormData(event.currentTarget).get('url')) })
    setBusy(false)
    setProblem(result.ok ? null : result.message)
    setSecret(result.ok ? result.value.secret : null)
    if (result.ok) router.refresh()
  }
  return (
    <form onSubmit={(event) => void save(event)} className="grid max-w-[640px] gap-3" aria-label="Billing webhook">
      <TextField label="Address" name="url" type="url" placeholder="https://billing.example.com/millrace" required autoComplete="off" error={problem ?? undefined} hint="Signed as Standard Webhooks, tried again for an hour and a quarter. Setting it anew makes a new secret." />
      <div>
        <Button type="submit" size="small" busy={busy} busyWord="Setting">
          Set address
        </Button>
      </div>
      <p role="status" className="text-[13px]">
        {secret && (
          <>
            The secret, shown now and not again: <code className="text-mono break-all">{secret}</code>
          </>
        )}
      </p>
    </form>
  )
}

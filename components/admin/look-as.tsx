'use client'

import { signIn } from 'next-auth/react'
import { ConfirmInPlace } from '@/components/admin/confirm-in-place'
import { TextField } from '@/components/ui/text-field'
import type { ActionResult } from '@/lib/http/action'
import { askAction } from '@/lib/http/ask-action'

interface Props {
  tenantId: string
  accountId: string
  name: string
  action: (input: { tenantId: string; accountId: string; reason: string }) => Promise<ActionResult<string>>
}

/** Looks at the plant as this person: to see what they see, not to do what they do. */
export function LookAs({ tenantId, accountId, name, action }: Props) {
  const start = async (input: { tenantId: string; accountId: string; reason: string }) => {
    const result = await askAction(action, input)
    if (!result.ok) return result
    const entered = await signIn('look', { token: result.value, redirect: false })
    if (!entered?.ok) return { ok: false as const, message: 'The view could not be opened. Try again.' }
    window.location.replace('/plant')
    return result
  }
  return (
    <ConfirmInPlace label="Look as" question={`Look at the plant as ${name} for an hour? You change nothing; both trails say that you did.`} confirm="Look" busyWord="Opening" action={start} fixed={{ tenantId, accountId }}>
      <TextField label="Reason" name="reason" required minLength={3} maxLength={200} hint="Stands in the audit trail." />
    </ConfirmInPlace>
  )
}

'use client'

import { Eye } from 'lucide-react'
import { signIn, signOut } from 'next-auth/react'
import { useState } from 'react'
import '@/components/portal/impersonation-bar.css'
import { stopLooking } from '@/app/account/actions'
import { Button } from '@/components/ui/button'
import { askAction } from '@/lib/http/ask-action'

interface Props {
  name: string
  email: string
  by: string
  reason: string
}

/** Stands above everything on every page while an administrator looks as somebody else; it cannot be closed, only ended. */
export function ImpersonationBar({ name, email, by, reason }: Props) {
  const [busy, setBusy] = useState(false)
  async function stop() {
    setBusy(true)
    const result = await askAction(stopLooking, {})
    const token = result.ok ? result.value : null
    const back = token ? await signIn('look', { token, redirect: false }) : null
    if (back?.ok) return window.location.replace('/admin/tenants')
    await signOut({ callbackUrl: '/sign-in' })
  }
  return (
    <aside className="impersonation" role="status" aria-label="Looking as somebody else">
      <Eye className="icon" aria-hidden />
      <span>
        <b>
          You look as {name} ({email}).
        </b>{' '}
        Nothing can be changed. {by}: {reason}
      </span>
      <Button size="small" busy={busy} busyWord="Stopping" onClick={() => void stop()}>
        Stop looking
      </Button>
    </aside>
  )
}

'use client'

import { signIn } from 'next-auth/react'
import { useState } from 'react'
import { Button } from '@/components/ui/button'

/** Leads to the sign-in service, which asks for the old password first where it has to, and back to this page. */
export function ChangePassword({ door }: { door: 'staff' | 'demo' }) {
  const [busy, setBusy] = useState(false)
  return (
    <div className="grid gap-3">
      <p className="text-ink-2">Your password is kept by the sign-in service. It needs at least 12 characters; a few words will do.</p>
      <div>
        <Button
          busy={busy}
          busyWord="Opening"
          onClick={() => {
            setBusy(true)
            void signIn(door, { callbackUrl: window.location.pathname }, { kc_action: 'UPDATE_PASSWORD' })
          }}
        >
          Change password
        </Button>
      </div>
    </div>
  )
}

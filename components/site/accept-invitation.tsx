'use client'

import { type FormEvent, useState } from 'react'
import { accept } from '@/app/(site)/invite/actions'
import { openByLink } from '@/components/site/open-by-link'
import { Button } from '@/components/ui/button'
import { FieldError } from '@/components/ui/field'
import { TextField } from '@/components/ui/text-field'
import { askAction } from '@/lib/http/ask-action'

/** Makes the account and goes in. */
export function AcceptInvitation({ token }: { token: string }) {
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const { email, name, password } = Object.fromEntries(new FormData(event.currentTarget)) as Record<string, string>
    setBusy(true)
    const result = await askAction(accept, { token, email: email!, name: name!, password: password! })
    if (result.ok) {
      // Signed in it leads on; if that failed, the new password is asked for there.
      const goOn = () => window.location.replace('/sign-in')
      return (await openByLink(result.value, goOn)) || goOn()
    }
    setProblem(result.message)
    setBusy(false)
  }

  return (
    <form onSubmit={(event) => void submit(event)} className="mt-6 grid gap-4 border border-line bg-surface p-5">
      <TextField label="E-mail" name="email" type="email" autoComplete="username" required hint="The address that the invitation was sent to." />
      <TextField label="Your name" name="name" autoComplete="name" required maxLength={120} />
      <TextField label="Password" name="password" type="password" autoComplete="new-password" required hint="At least 12 characters; a few words are easier to remember than signs." />
      {problem && <FieldError>{problem}</FieldError>}
      <Button variant="primary" type="submit" busy={busy} busyWord="Making your account">
        Accept and sign in
      </Button>
    </form>
  )
}

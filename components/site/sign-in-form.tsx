'use client'

import { signIn } from 'next-auth/react'
import Link from 'next/link'
import { type FormEvent, useState } from 'react'
import { Button } from '@/components/ui/button'
import { TextField } from '@/components/ui/text-field'

const reasons: Record<string, string> = {
  closed: 'Your company’s access is suspended. Its administrator knows why; nothing was deleted.',
  locked: 'Too many wrong passwords. The account is locked for five minutes; nothing else happens to it.',
}

export function SignInForm() {
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    setBusy(true)
    const result = await signIn('password', { email: form.get('email'), password: form.get('password'), redirect: false })
    if (result?.ok) return window.location.replace('/sign-in')
    setProblem(reasons[result?.error ?? ''] ?? 'Address or password is not right, or the demo plant has reached its deadline.')
    setBusy(false)
  }

  return (
    <main id="content" className="mx-auto max-w-[420px] px-4 py-16">
      <h1 className="text-page">Sign in</h1>
      <form onSubmit={(event) => void submit(event)} className="mt-6 grid gap-4 border border-line bg-surface p-5">
        <TextField label="E-mail" name="email" type="email" autoComplete="username" required />
        <TextField label="Password" name="password" type="password" autoComplete="current-password" required error={problem ?? undefined} />
        <Button variant="primary" type="submit" busy={busy} busyWord="Signing in">
          Sign in
        </Button>
      </form>
      <p className="mt-4 text-ink-2">
        No plant yet? <Link href="/#request" className="text-accent underline">Ask for one</Link>: it takes two fields and a minute.
      </p>
    </main>
  )
}

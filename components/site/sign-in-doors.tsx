'use client'

import { signIn } from 'next-auth/react'
import Link from 'next/link'
import { useState } from 'react'
import { Button } from '@/components/ui/button'

const doors = [
  { door: 'demo', title: 'A demo plant', words: 'The address and the password stand in the mail that said your plant is ready. The link in it lets you in without either.', verb: 'Sign in to my demo plant' },
  { door: 'staff', title: 'Your company or this platform', words: 'Plant managers, engineers, sales and administrators. Administrators also need their second factor.', verb: 'Sign in with my account' },
] as const

/** The way to the sign-in service, when accounts are kept there. */
export function SignInDoors({ problem }: { problem: string | null }) {
  const [busy, setBusy] = useState<string | null>(null)

  function enter(door: string) {
    setBusy(door)
    void signIn(door, { callbackUrl: '/sign-in' })
  }

  return (
    <main id="content" className="mx-auto max-w-[560px] px-4 py-16">
      <h1 className="text-page">Sign in</h1>
      {problem && (
        <p className="mt-4 border border-line-strong bg-raised p-4" role="alert">
          {problem}
        </p>
      )}
      <div className="mt-6 border border-line bg-surface">
        {doors.map(({ door, title, words, verb }) => (
          <section key={door} className="grid gap-3 border-line p-5 not-first:border-t">
            <h2 className="text-panel">{title}</h2>
            <p className="text-ink-2">{words}</p>
            <div>
              <Button variant={door === 'demo' ? 'primary' : undefined} busy={busy === door} busyWord="Opening" onClick={() => enter(door)}>
                {verb}
              </Button>
            </div>
          </section>
        ))}
      </div>
      <p className="mt-4 text-ink-2">
        No plant yet? <Link href="/#request" className="text-accent underline">Ask for one</Link>: it takes two fields and a minute.
      </p>
    </main>
  )
}

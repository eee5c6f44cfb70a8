'use client'

import { useEffect, useRef, useState } from 'react'
import { openByLink } from '@/components/site/open-by-link'
import { Button } from '@/components/ui/button'

/** Uses the one-time link up and goes to the plant. */
export function EnterPlant({ token }: { token: string }) {
  const [refused, setRefused] = useState(false)
  const started = useRef(false)

  useEffect(() => {
    if (started.current) return
    started.current = true
    void openByLink(token, () => window.location.replace('/plant')).then((opened) => setRefused(!opened))
  }, [token])

  return (
    <main id="content" className="mx-auto max-w-[640px] px-4 py-16">
      <h1 className="text-page">{refused ? 'This link has been used or has ended' : 'Opening your plant'}</h1>
      {refused && (
        <>
          <p className="mt-3 text-ink-2" role="alert">
            A link signs in once. Your password stands in the same mail; if the plant has reached its deadline, it is deleted and you have the certificate by mail.
          </p>
          <div className="mt-6">
            <Button variant="primary" href="/sign-in">
              Sign in with the password
            </Button>
          </div>
        </>
      )}
    </main>
  )
}

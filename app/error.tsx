'use client'

import { Button } from '@/components/ui/button'

export default function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <main id="content" className="mx-auto grid max-w-[560px] gap-4 px-4 py-24">
      <h1 className="text-page">This page could not be made</h1>
      <p className="text-ink-2">
        Nothing was changed by it. Try again; if it stays so, tell us{error.digest ? <> the number <span className="text-mono">{error.digest}</span></> : ' what you did'}.
      </p>
      <div>
        <Button onClick={reset}>Try again</Button>
      </div>
    </main>
  )
}

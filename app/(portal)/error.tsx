'use client'

import { Button } from '@/components/ui/button'
import { ErrorPanel } from '@/components/ui/error-panel'

/** A room that failed; the frame around it stays. */
export default function RoomError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <div className="portal-body">
      <h1 className="text-page">This room could not be opened</h1>
      <section className="panel" aria-label="What failed">
        <ErrorPanel
          failed="Making this page failed. Nothing in your plant was changed by it."
          holds="The other rooms, and everything that is written down."
          todo="Try again. If it stays so, answer to the mail that brought you here and quote the request."
          requestId={error.digest}
          action={<Button onClick={reset}>Try again</Button>}
        />
      </section>
    </div>
  )
}

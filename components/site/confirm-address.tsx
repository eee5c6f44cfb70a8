'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useRef, useState } from 'react'
import { confirmAddress } from '@/app/(site)/verify/actions'
import { Button } from '@/components/ui/button'
import { askAction } from '@/lib/http/ask-action'

/** Confirms as soon as a real browser shows the page; the button is for whoever has scripts late or a failed try. */
export function ConfirmAddress({ token }: { token: string }) {
  const router = useRouter()
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(true)
  const started = useRef(false)

  async function confirm() {
    setBusy(true)
    const result = await askAction(confirmAddress, { token })
    if (result.ok) return router.replace(`/building/${result.value}`)
    setProblem(result.message)
    setBusy(false)
  }

  useEffect(() => {
    if (started.current) return
    started.current = true
    void confirm()
  })

  return (
    <main id="content" className="mx-auto max-w-[640px] px-4 py-16">
      <h1 className="text-page">{problem ? 'The address is not confirmed' : 'Confirming your address'}</h1>
      <p className="mt-3 text-ink-2" role={problem ? 'alert' : 'status'}>
        {problem ?? 'This takes a moment; then your plant is built and you see each part come up.'}
      </p>
      <div className="mt-6 flex gap-3">
        <Button variant="primary" busy={busy} busyWord="Confirming" onClick={() => void confirm()}>
          Confirm
        </Button>
        {problem && <Button href="/#request">Ask again</Button>}
      </div>
    </main>
  )
}

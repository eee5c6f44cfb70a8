'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useState } from 'react'
import { cancelPlant, enterPlant } from '@/app/(site)/building/actions'
import { ProvisioningStepper } from '@/components/charts/provisioning-stepper'
import { IntroduceForm } from '@/components/site/introduce-form'
import { openByLink } from '@/components/site/open-by-link'
import { Button } from '@/components/ui/button'
import { Panel } from '@/components/ui/panel'
import type { LeaseView } from '@/lib/demo/lease-view'
import { askAction } from '@/lib/http/ask-action'

const names: Record<string, string> = { dairy: 'dairy', chemical: 'chemical plant', 'oil-and-gas': 'gas plant', pharma: 'pharma plant' }

/** The ledger of the lease, live. The plant opens as soon as a person can work in it; what is late is named. */
export function BuildingPlant({ initial }: { initial: LeaseView }) {
  const router = useRouter()
  const lease = useLiveLease(initial)
  const [entering, setEntering] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const plant = names[lease.industry] ?? 'plant'
  const up = lease.parts.filter((part) => part.state === 'up').length
  const ended = ['expired', 'removing', 'gone', 'failed'].includes(lease.state)

  async function enter() {
    setEntering(true)
    const token = await askAction(enterPlant, {})
    if (token.ok && (await openByLink(token.value, () => router.push('/plant')))) return
    setProblem(token.ok ? 'The plant could not be opened just now. Try again.' : token.message)
    setEntering(false)
  }

  async function cancel() {
    const result = await askAction(cancelPlant, {})
    if (!result.ok) setProblem(result.message)
  }

  return (
    <main id="content" className="mx-auto max-w-[1280px] px-4 md:px-10 py-10">
      <div className="flex flex-wrap items-end justify-between gap-6">
        <div>
          <h1 className="text-section">{ended ? `Your ${plant} is being deleted` : lease.enterable ? `Your ${plant} is open` : `Your ${plant} is being built`}</h1>
          <p className="mt-2 max-w-[68ch] text-ink-2" role="status">
            {up} of {lease.parts.length} parts are up. {sentenceFor(lease)}
          </p>
        </div>
        {!ended && (
          <div className="grid justify-items-end gap-2">
            <Button variant="primary" disabledReason={lease.enterable ? undefined : 'It opens as soon as you can work in it.'} busy={entering} busyWord="Opening" onClick={() => void enter()}>
              Open my plant
            </Button>
            {problem && <p role="alert">{problem}</p>}
          </div>
        )}
      </div>
      <div className="mt-8">
        <ProvisioningStepper
          nowSeconds={lease.elapsedSeconds}
          rows={lease.parts.map((part) => ({
            part: part.label,
            system: part.system,
            what: part.state === 'up' ? part.note : part.lastError ? `refused: ${part.lastError}` : part.note,
            state: part.state === 'removing' || part.state === 'removed' ? 'waiting' : part.state,
            attempts: part.attempts.map((attempt) => ({ ...attempt, outcome: attempt.outcome === 'done' ? 'up' : attempt.outcome && 'refused' })),
            progress: part.progress ?? undefined,
            tookSeconds: part.tookSeconds ?? undefined,
          }))}
        />
        <p className="mt-2 text-small text-ink-3">
          This page reads the same ledger that later proves the deletion. Nothing is needed from you. The {plant} is fictional; its data are generated.
        </p>
      </div>
      <div className="mt-6 grid gap-5 md:grid-cols-2">
        <Panel title="Who are you?">
          <IntroduceForm />
        </Panel>
        <Panel title="You can close this page">
          <p>
            We send the link to {lease.email} when the plant is ready. The {lease.hours} hours start then.
          </p>
          <p className="mt-3">If a part does not come up within 3 minutes, you get the plant without it and the missing part is named. It is added when it is up.</p>
          {!ended && (
            <p className="mt-4">
              <button type="button" className="link" onClick={() => void cancel()}>
                Cancel and delete what is there
              </button>
            </p>
          )}
        </Panel>
      </div>
    </main>
  )
}

function sentenceFor(lease: LeaseView): string {
  const missing = lease.parts.filter((part) => part.state === 'given-up').map((part) => part.label.toLowerCase())
  if (lease.state === 'gone') return 'It is gone; the certificate is in your mail.'
  if (missing.length > 0) return `Not there yet: ${missing.join(', ')}. It is tried on and appears by itself.`
  if (lease.state === 'ready') return 'Everything is there.'
  if (lease.enterable) return 'You can work already; the rest comes up beside you.'
  return 'It opens as soon as you can work in it.'
}

function useLiveLease(initial: LeaseView): LeaseView {
  const [lease, setLease] = useState(initial)
  useEffect(() => {
    const source = new EventSource(`/api/demo/${initial.id}/events`)
    source.onmessage = (event) => setLease(JSON.parse(event.data as string) as LeaseView)
    return () => source.close()
  }, [initial.id])
  // Between two events the clock of what is still coming goes on.
  useEffect(() => {
    if (lease.readyAt) return
    const timer = setInterval(() => setLease((now) => ({ ...now, elapsedSeconds: now.elapsedSeconds + 0.5 })), 500)
    return () => clearInterval(timer)
  }, [lease.readyAt])
  return lease
}

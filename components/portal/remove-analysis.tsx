'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { removeHere } from '@/app/(portal)/analyses/actions'
import { Button } from '@/components/ui/button'
import { askAction } from '@/lib/http/ask-action'

/** Asks once, in place. */
export function RemoveAnalysis({ id, name }: { id: string; name: string }) {
  const [asking, setAsking] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const router = useRouter()

  async function remove() {
    const result = await askAction(removeHere, { id })
    setProblem(result.ok ? null : result.message)
    if (result.ok) router.refresh()
  }

  if (!asking) {
    return (
      <Button size="small" variant="text" onClick={() => setAsking(true)} aria-label={`Remove ${name}`}>
        Remove
      </Button>
    )
  }
  return (
    <span className="inline-flex items-center gap-2">
      <Button size="small" onClick={() => void remove()}>
        Remove for good
      </Button>
      <Button size="small" variant="text" onClick={() => setAsking(false)}>
        Keep
      </Button>
      {problem && <span role="alert">{problem}</span>}
    </span>
  )
}

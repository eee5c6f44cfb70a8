'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import type { ActionResult } from '@/lib/http/action'
import { askAction } from '@/lib/http/ask-action'

interface Props {
  label: string
  busyWord: string
  action: (input: never) => Promise<ActionResult<unknown>>
  input: Record<string, string>
}

/** A step without consequences that need a question; a refusal is said beside the button. */
export function ActionButton({ label, busyWord, action, input }: Props) {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const router = useRouter()
  async function run() {
    setBusy(true)
    const result = await askAction(action, input as never)
    setBusy(false)
    setProblem(result.ok ? null : result.message)
    router.refresh()
  }
  return (
    <span className="inline-flex flex-wrap items-center gap-2">
      <Button size="small" busy={busy} busyWord={busyWord} onClick={() => void run()}>
        {label}
      </Button>
      {problem && <span className="text-small text-ink-2">{problem}</span>}
    </span>
  )
}

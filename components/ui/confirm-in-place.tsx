'use client'

import type { KeyboardEvent } from 'react'
import { Button } from '@/components/ui/button'

type Props = {
  /** "Acknowledge 7 alarms?" */
  question: string
  verb: string
  busyWord: string
  busy?: boolean
  onYes: () => void
  onNo: () => void
}

/** A question where the thing stands, not over the page. Enter says yes, Esc no. */
export function ConfirmInPlace({ question, verb, busyWord, busy, onYes, onNo }: Props) {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return
    // Whatever else closes on Esc stays open.
    event.preventDefault()
    event.nativeEvent.stopImmediatePropagation()
    onNo()
  }
  return (
    <span role="group" aria-label={question} className="inline-flex flex-wrap items-center gap-2" onKeyDown={onKeyDown}>
      <span>{question}</span>
      <Button size="small" variant="primary" busy={busy} busyWord={busyWord} onClick={onYes} autoFocus>
        {verb}
      </Button>
      <Button size="small" onClick={onNo}>
        Cancel
      </Button>
    </span>
  )
}

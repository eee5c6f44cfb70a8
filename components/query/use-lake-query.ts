'use client'

import { useCallback, useRef, useState } from 'react'
import type { AnswerLine } from '@/lib/lake/query/answer'
import type { EngineName } from '@/lib/lake/query/port'
import type { Cell, ResultColumn } from '@/lib/lake/query/protocol'

export interface AskedQuery {
  sql: string
  engine: EngineName
}

export interface QueryState {
  phase: 'idle' | 'running' | 'answered' | 'refused' | 'failed' | 'cancelled'
  columns: ResultColumn[]
  rows: Cell[][]
  notes: string[]
  /** 0..1; null while it cannot be told. */
  progress: number | null
  tookMs: number
  isCut: boolean
  reason: string
}

const idle: QueryState = { phase: 'idle', columns: [], rows: [], notes: [], progress: null, tookMs: 0, isCut: false, reason: '' }

/** Asks, and shows what comes while it comes. Asking again cancels what runs. */
export function useLakeQuery(onEnd: () => void): { state: QueryState; run: (asked: AskedQuery) => Promise<void>; cancel: () => void } {
  const [state, setState] = useState<QueryState>(idle)
  const running = useRef<AbortController | null>(null)
  const cancel = useCallback(() => running.current?.abort(), [])

  const run = useCallback(
    async (asked: AskedQuery) => {
      running.current?.abort()
      const mine = new AbortController()
      running.current = mine
      setState({ ...idle, phase: 'running' })
      const began = performance.now()
      try {
        await ask(asked, mine.signal, (line) => running.current === mine && setState((before) => after(before, line)))
      } catch (error) {
        if (running.current !== mine) return
        const reason = error instanceof Error ? error.message : 'The portal did not answer.'
        setState((before) => ({ ...before, tookMs: performance.now() - began, ...(mine.signal.aborted ? { phase: 'cancelled', reason: 'Cancelled.' } : { phase: 'failed', reason }) }))
      }
      onEnd()
    },
    [onEnd],
  )
  return { state, run, cancel }
}

function after(state: QueryState, line: AnswerLine): QueryState {
  switch (line.kind) {
    case 'progress':
      return { ...state, progress: line.ratio }
    case 'note':
      return { ...state, notes: [...state.notes, line.text] }
    case 'columns':
      return { ...state, columns: line.columns }
    case 'rows':
      return { ...state, rows: [...state.rows, ...line.rows] }
    case 'end': {
      const { end } = line
      return { ...state, phase: end.state, tookMs: end.tookMs, ...(end.state === 'answered' ? { isCut: end.isCut } : { reason: end.reason }) }
    }
  }
}

async function ask(asked: AskedQuery, signal: AbortSignal, take: (line: AnswerLine) => void): Promise<void> {
  const response = await fetch('/api/lake/query', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(asked), signal })
  if (!response.ok) throw new Error(((await response.json().catch(() => ({}))) as { detail?: string }).detail ?? 'The portal did not answer. Try again.')
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
  let rest = ''
  for (;;) {
    const { value, done } = await reader.read()
    if (done) return
    const lines = (rest + value).split('\n')
    rest = lines.pop()!
    for (const line of lines) take(JSON.parse(line) as AnswerLine)
  }
}

import type { LocalSpan } from '@/lib/history/local-spans'
import type { FileForm, Mapping } from '@/lib/history/mapping'
import type { PlanEntry } from '@/lib/history/read-sql'

/** What the reader of files is asked. Files are of this machine; it opens those that it is told and no other. */
export type ToReader =
  | { kind: 'look'; file: string }
  | { kind: 'read'; file: string; form: FileForm; mapping: Mapping; plan: PlanEntry[]; spans: LocalSpan[]; oldest: number; newest: number; readings: string; refused: string; refusedListed: number }
  /** After `read`: readings from this place on, in their order. */
  | { kind: 'next'; from: number; atLeast: number }

export interface ReasonCount {
  code: string
  count: number
  firstRow: number
  message: string
}

export interface SignalCount {
  signal: string
  count: number
  first: number
  last: number
  min: number
  max: number
}

export interface ReadResult {
  rows: number
  readings: number
  refused: number
  reasons: ReasonCount[]
  signals: SignalCount[]
  /** Readings of the hour that the clock showed twice. */
  twice: number
}

export interface ReadBatch {
  /** How many readings; 0 at the end. */
  count: number
  groups: { signal: string; t: Float64Array; v: Float64Array }[]
}

export type FromReader =
  | { kind: 'form'; form: FileForm }
  | { kind: 'result'; result: ReadResult }
  | { kind: 'batch'; batch: ReadBatch }
  | { kind: 'progress'; ratio: number }
  | { kind: 'failed'; reason: string }

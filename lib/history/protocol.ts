import type { LocalSpan } from '@/lib/history/local-spans'
import type { FileForm, Mapping } from '@/lib/history/mapping'
import type { PlanEntry } from '@/lib/history/read-sql'

/** What the reader of files is asked. Files are of this machine; it opens those that it is told and no other. */
export type ToReader =
  | { kind: 'look'; file: string }
  | { kind: 'read'; file: string; form: FileForm; mapping: Exclude<Mapping, { shape: 'events' }>; plan: PlanEntry[]; spans: LocalSpan[]; oldest: number; newest: number; readings: string; refused: string; refusedListed: number }
  | { kind: 'read-events'; file: string; form: FileForm; mapping: Extract<Mapping, { shape: 'events' }>; spans: LocalSpan[] }
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

/** A local time as it stands there, and its moment; null where it is none, or no one moment. */
export interface EventTime {
  text: string
  t: number | null
  clock: string | null
}

export interface EventRow {
  row: number
  isTorn: boolean
  time: EventTime
  /** Null where there is none. */
  endsAt: EventTime | null
  /** By the names of fields. */
  cells: Record<string, string>
}

export type FromReader =
  | { kind: 'form'; form: FileForm }
  | { kind: 'result'; result: ReadResult }
  | { kind: 'batch'; batch: ReadBatch }
  | { kind: 'rows'; rows: EventRow[] }
  | { kind: 'progress'; ratio: number }
  | { kind: 'failed'; reason: string }

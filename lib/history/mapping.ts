import { z } from 'zod'
import { isTimeZone } from '@/lib/plant/time-zones'

/** How times are written. Text may have its offset; without one it is local. */
export const timeForms = ['iso', 'dmy', 'mdy', 'epoch_s', 'epoch_ms'] as const
export type TimeForm = (typeof timeForms)[number]

/** What becomes of a local time that the clock shows twice. `order`: as the rows of a signal follow each other. */
export const doubledTimes = ['refuse', 'first', 'second', 'order'] as const

const column = z.number().int().min(0).max(999)
const named = z.string().max(300)

const common = {
  time: column,
  timeForm: z.enum(timeForms),
  timeZone: z.string().max(60).refine(isTimeZone, 'There is no such time zone. Write it like Europe/Berlin.'),
  doubled: z.enum(doubledTimes),
  decimal: z.enum(['.', ',']),
  /** Signal of this plant for each name in the file, where it is not the same word; '' leaves the name out. */
  signals: z.record(named, z.string().max(200)),
  /** Unit in the file for each name, where it is not the signal's and no column says it. */
  units: z.record(named, z.string().max(40)),
}

/** Which column is what; columns by their place, from 0. */
export const mapping = z.discriminatedUnion('shape', [
  /** A row is one reading. */
  z.object({ ...common, shape: z.literal('long'), signal: column, value: column, unit: column.nullable() }),
  /** A row is a moment, each of these columns a signal. */
  z.object({ ...common, shape: z.literal('wide'), values: z.array(column).min(1, 'Choose at least one column of values.').max(500) }),
  /** A row is an event: the column of each field, null for none. `endsAt` is a time like `time`. */
  z.object({ ...common, shape: z.literal('events'), fields: z.record(z.string().max(60), column.nullable()) }),
])

export type Mapping = z.output<typeof mapping>

export interface FileColumn {
  name: string
  /** Cells of the first rows, '' for an empty one. */
  samples: string[]
  /** All different words of it, when there are few. */
  words: string[] | null
}

export interface FileForm {
  format: 'csv' | 'parquet'
  /** Of CSV. */
  delimiter: string
  encoding: 'utf-8' | 'utf-16' | 'latin-1'
  rows: number
  columns: FileColumn[]
}

/** Names that stand for signals in the file. Of a long file whose signal column has too many words: none. */
export function namesIn(form: FileForm, chosen: Mapping): string[] {
  if (chosen.shape === 'events') return []
  return chosen.shape === 'wide' ? chosen.values.map((at) => form.columns[at]?.name ?? '') : (form.columns[chosen.signal]?.words ?? [])
}

function columnsIn(chosen: Mapping): number[] {
  if (chosen.shape === 'wide') return chosen.values
  const some = chosen.shape === 'long' ? [chosen.signal, chosen.value, chosen.unit] : Object.values(chosen.fields)
  return some.filter((at) => at !== null)
}

/** A column that is chosen twice or is not there, in words; null when all is well. */
export function problemOf(form: FileForm, chosen: Mapping): string | null {
  const all = [chosen.time, ...columnsIn(chosen)]
  if (all.some((at) => at >= form.columns.length)) return 'The file has no such column. Choose again.'
  const twice = all.find((at, i) => all.indexOf(at) !== i)
  return twice === undefined ? null : `The column "${form.columns[twice]!.name}" is chosen twice.`
}

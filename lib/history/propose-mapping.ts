import type { FileColumn, FileForm, Mapping, TimeForm } from '@/lib/history/mapping'

const isNumber = (text: string) => /^[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d+)?$/.test(text.trim())
const named = (word: RegExp) => ({ name }: FileColumn) => word.test(name.trim())

/** What the file most likely means, to begin with. `signals` are ids of the plant. */
export function proposeMapping(form: Pick<FileForm, 'columns'>, signals: string[], timeZone: string): Mapping {
  const columns = form.columns.map((column) => ({ ...column, samples: column.samples.filter((text) => text !== '') }))
  const time = firstOf(columns, [named(/^(t|time|timestamp|date|datetime|zeit|zeitstempel|datum|ts)$/i), named(/time|date|zeit|datum/i), ({ samples }) => samples.length > 0 && samples.every(isTimeLike)]) ?? 0
  const common = { time, ...timesOf(columns[time]), timeZone, doubled: 'refuse' as const, decimal: decimalOf(columns.filter((_, at) => at !== time)), signals: {}, units: {} }
  const known = new Set(signals)
  const rest = columns.map((column, at) => ({ column, at })).filter(({ at }) => at !== time)
  const signal = rest.find(({ column }) => named(/^(signal|tag|tagname|tag name|sensor|name|point|variable|messstelle)$/i)(column)) ?? rest.find(({ column }) => column.words?.some((word) => known.has(word)))
  const value = rest.find(({ column }) => named(/^(value|v|val|wert|reading|messwert)$/i)(column)) ?? rest.find(({ column, at }) => at !== signal?.at && column.samples.every(isNumber))
  if (signal && value) {
    const unit = rest.find(({ column }) => named(/^(unit|units|uom|einheit|eu)$/i)(column))
    return { ...common, shape: 'long', signal: signal.at, value: value.at, unit: unit?.at ?? null }
  }
  const values = rest.filter(({ column }) => known.has(column.name) || (column.samples.length > 0 && column.samples.every(isNumber))).map(({ at }) => at)
  return { ...common, shape: 'wide', values: values.length > 0 ? values : rest.slice(0, 1).map(({ at }) => at) }
}

function firstOf(columns: FileColumn[], tests: ((column: FileColumn) => boolean)[]): number | undefined {
  for (const test of tests) {
    const at = columns.findIndex(test)
    if (at >= 0) return at
  }
  return undefined
}

const isTimeLike = (text: string) => /^\d{4}-\d{1,2}-\d{1,2}/.test(text) || /^\d{1,2}[./-]\d{1,2}[./-]\d{4}/.test(text) || /^1\d{9}(\d{3})?$/.test(text)

function timesOf(column: FileColumn | undefined): { timeForm: TimeForm } {
  const samples = column?.samples ?? []
  if (samples.length > 0 && samples.every((text) => /^\d{13}$/.test(text))) return { timeForm: 'epoch_ms' }
  if (samples.length > 0 && samples.every((text) => /^\d{9,10}(\.\d+)?$/.test(text))) return { timeForm: 'epoch_s' }
  const parts = samples.map((text) => /^(\d{1,2})([./-])(\d{1,2})[./-]\d{4}/.exec(text)).filter((found) => found !== null)
  if (parts.length === 0) return { timeForm: 'iso' }
  // With points the day stands first; with slashes a number above 12 tells, else most write the month first.
  const isDayFirst = parts.some((found) => found[2] === '.' || Number(found[1]) > 12) || !(parts.some((found) => Number(found[3]) > 12) || parts.every((found) => found[2] === '/'))
  return { timeForm: isDayFirst ? 'dmy' : 'mdy' }
}

const decimalOf = (columns: FileColumn[]): '.' | ',' => {
  const samples = columns.flatMap(({ samples }) => samples).filter(isNumber)
  return samples.some((text) => text.includes(',')) && !samples.some((text) => text.includes('.')) ? ',' : '.'
}

/** The column of each field: the one of its name, whatever its case, spaces and hyphens. */
export function proposeEvents(form: Pick<FileForm, 'columns'>, fields: { name: string }[], timeZone: string): Mapping {
  const start = proposeMapping(form, [], timeZone)
  const plain = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, '')
  const columnOf = (name: string) => form.columns.findIndex((column) => plain(column.name) === plain(name))
  const time = columnOf('time')
  const { timeForm, doubled, decimal } = start
  const chosen = fields.filter(({ name }) => name !== 'time').map(({ name }): [string, number | null] => [name, columnOf(name) >= 0 ? columnOf(name) : null])
  return { shape: 'events', time: time >= 0 ? time : start.time, timeForm, timeZone, doubled, decimal, signals: {}, units: {}, fields: Object.fromEntries(chosen) }
}

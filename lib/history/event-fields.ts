import type { EventType, PlantNames } from '@/lib/telemetry/events/read-events'

export interface EventField {
  name: string
  /** What stands there, in words. */
  about: string
  isRequired: boolean
  kind: 'text' | 'number' | 'time'
}

export interface EventTable {
  type: EventType
  title: string
  about: string
  fields: EventField[]
}

const text = (name: string, about: string): EventField => ({ name, about, isRequired: true, kind: 'text' })
const number = (name: string, about: string): EventField => ({ name, about, isRequired: true, kind: 'number' })
const time = (about: string): EventField => ({ name: 'time', about, isRequired: true, kind: 'time' })
const end: EventField = { name: 'endsAt', about: 'its end', isRequired: false, kind: 'time' }
const maybe = (field: EventField): EventField => ({ ...field, isRequired: false })

/** What MES, ERP and LIMS can send as a table, row by row an event as `/v1/events` takes it. */
export const eventTables: EventTable[] = [
  { type: 'count', title: 'Production counts', about: 'pieces since the count before', fields: [time('when it was counted'), text('line', 'id of the line'), text('run', 'number of the run'), text('product', 'id of the product'), number('total', 'pieces made'), maybe(number('reject', 'of them rejected')), maybe(number('rework', 'of the rejected reworked'))] },
  { type: 'run', title: 'Runs and batches', about: 'what was made on a line, from when to when', fields: [time('its start'), end, text('run', 'number of the run'), text('line', 'id of the line'), text('product', 'id of the product'), number('idealRatePerMinute', 'pieces in a minute at best'), maybe(text('batch', 'number of the batch'))] },
  { type: 'state', title: 'Machine states', about: 'down, minor, changeover, planned, blocked, starved or working, from a moment on', fields: [time('from when'), text('equipment', 'id of the machine'), text('state', 'one of the seven words'), maybe(text('reason', 'code of the reason'))] },
  { type: 'stop', title: 'Stops of lines', about: 'with reason and end', fields: [time('its start'), end, text('stop', 'number of the stop'), text('line', 'id of the line'), maybe(text('equipment', 'id of the machine')), text('reason', 'code of the reason'), maybe(text('note', 'in words'))] },
  { type: 'lab-result', title: 'Lab results', about: 'a value of a sample', fields: [time('when it was taken'), text('sample', 'number of the sample'), text('place', 'id of line, machine or area'), text('analyte', 'what was measured'), number('value', 'the result'), text('unit', 'its unit'), maybe(text('batch', 'number of the batch')), maybe(number('lsl', 'lower limit')), maybe(number('usl', 'upper limit'))] },
  { type: 'maintenance', title: 'Maintenance orders', about: 'what was done to a machine', fields: [time('when it was opened'), end, text('entry', 'number of the order'), text('place', 'id of the machine'), text('kind', 'preventive, corrective, inspection or calibration'), text('title', 'in a few words'), maybe(text('detail', 'in more words')), maybe(text('technician', 'who did it'))] },
]

export const findEventTable = (type: string): EventTable | undefined => eventTables.find((one) => one.type === type)

/** A file to begin with: the head, and one row that this plant would take. */
export function templateRows({ fields, type }: EventTable, names: PlantNames, now: Date): string[][] {
  const placeAt = (level: string) => [...names.places].find(([, place]) => place.level === level && (level !== 'equipment' || place.lineId))?.[0] ?? level
  const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000).toISOString().replace(/:\d\d\.\d+Z$/, ':00Z')
  const known: Record<string, string> = {
    time: minutesAgo(60), endsAt: minutesAgo(30), line: placeAt('line'), equipment: placeAt('equipment'), place: placeAt('equipment'), product: [...names.products][0] ?? 'product', reason: [...names.reasons][0] ?? 'reason',
    run: 'R-1001', stop: 'S-1001', entry: 'M-1001', sample: 'L-1001', batch: 'B-1001', total: '120', reject: '2', rework: '0', idealRatePerMinute: '80', state: 'down', analyte: 'Fat', value: '3.5', unit: '%', lsl: '3.4', usl: '3.7', kind: 'corrective', title: 'Seal replaced', detail: '', technician: '', note: '',
  }
  return [fields.map(({ name }) => name), fields.map(({ name }) => (type === 'lab-result' && name === 'place' ? placeAt('line') : (known[name] ?? '')))]
}

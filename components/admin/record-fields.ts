/** One field of a form for a record of the plant model. */
export interface RecordField {
  name: string
  label: string
  hint?: string
  type?: 'text' | 'number' | 'time' | 'date' | 'weekdays' | 'hidden'
  options?: { id: string; label: string }[]
  optional?: boolean
  initial?: string
}

export const placeFields = (level: string): RecordField[] => [
  { name: 'name', label: 'Name', hint: 'Its address stays, so that links go on working.' },
  ...(level === 'site' ? [{ name: 'time_zone', label: 'Clock', optional: true, hint: 'As in America/Chicago; empty: the clock of the tenant. Shifts and days of this site are counted by it.' }] : []),
]

export const signalFields = (nodeId: string): RecordField[] => [
  { name: 'node_id', label: 'Place', type: 'hidden', initial: nodeId },
  { name: 'name', label: 'Name' },
  { name: 'unit', label: 'Unit', optional: true, hint: 'As the sensor sends it, like °C or kW.' },
  { name: 'quantity', label: 'Quantity', initial: 'temperature', hint: 'power, temperature, pressure, flow, vibration, level, speed, …' },
  { name: 'decimals', label: 'Decimals', type: 'number', initial: '1' },
  { name: 'expected_interval_seconds', label: 'Sent every, seconds', type: 'number', initial: '60' },
  { name: 'low_limit', label: 'Low limit', optional: true },
  { name: 'high_limit', label: 'High limit', optional: true },
]

const placeField = (places: { id: string; label: string }[]): RecordField => ({ name: 'node_id', label: 'Place', options: places, initial: places[0]?.id, hint: 'Holds there and below.' })

export const patternFields = (places: { id: string; label: string }[]): RecordField[] => [
  placeField(places),
  { name: 'name', label: 'Name', hint: 'Early, Late, Night' },
  { name: 'start_local', label: 'Starts', type: 'time', initial: '06:00' },
  { name: 'end_local', label: 'Ends', type: 'time', initial: '14:00', hint: 'Not after the start: on the next day.' },
  { name: 'weekdays', label: 'Weekdays on which it starts', type: 'weekdays', initial: '1,2,3,4,5' },
  { name: 'breaks', label: 'Breaks', optional: true, hint: 'As in Lunch 10:00-10:30; Tea 12:30-12:45. Planned, not busy.' },
]

export const exceptionFields = (places: { id: string; label: string }[]): RecordField[] => [
  placeField(places),
  { name: 'date', label: 'Date', type: 'date' },
  { name: 'kind', label: 'What it is', initial: 'closed', options: [{ id: 'closed', label: 'Closed: no shift starts that day' }, { id: 'extra', label: 'Extra shift' }] },
  { name: 'name', label: 'Name', hint: 'Christmas Day, inventory, catching up' },
  { name: 'start_local', label: 'Starts', type: 'time', optional: true, hint: 'Of an extra shift.' },
  { name: 'end_local', label: 'Ends', type: 'time', optional: true },
]

export const productFields: RecordField[] = [
  { name: 'name', label: 'Name' },
  { name: 'count_unit', label: 'One piece is called', initial: 'piece', hint: 'cup, carton, drum, tablet' },
  { name: 'piece_grams', label: 'Grams of one piece', optional: true, hint: 'For yields; empty when it is not weighed.' },
]

export const routingFields = (products: { id: string; label: string }[], lines: { id: string; label: string }[]): RecordField[] => [
  { name: 'product_id', label: 'Product', options: products },
  { name: 'line_id', label: 'Line', options: lines },
  { name: 'ideal_rate_per_minute', label: 'Ideal rate, pieces a minute', hint: 'The best that this line can do with this product: performance is measured against it.' },
]

export const reasonFields = (groups: { id: string; label: string }[]): RecordField[] => [
  { name: 'name', label: 'Name' },
  { name: 'parent_code', label: 'Group', optional: true, options: [{ id: '', label: 'None: a group itself' }, ...groups] },
  { name: 'kind', label: 'Kind (ISO 22400)', initial: 'breakdown', options: ['planned', 'breakdown', 'changeover', 'starved', 'blocked', 'minor'].map((id) => ({ id, label: id })), hint: 'Planned takes time out of planned busy time; every other kind is an availability loss.' },
]

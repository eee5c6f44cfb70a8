import { expect, it } from 'vitest'
import { recordedFrom } from '@/lib/plant/recorded-from'
import { shiftsOf, type PlantModel } from '@/lib/plant/views/load-plant'

const lived = new Date('2026-03-31T12:00:00Z')
const daysBefore = (days: number) => new Date(lived.getTime() - days * 86_400_000)
const from = (days: number | null) => recordedFrom({ livedUntil: lived, historyFrom: days === null ? null : daysBefore(days) })

it('a plant that has just been opened knows three whole days, one half copied what is copied whole, a whole one all', () => {
  expect([from(1), from(11), from(30)]).toEqual([daysBefore(3), daysBefore(10), null])
})

it('a customer’s own plant counts all shifts', () => {
  expect(from(null)).toBeNull()
  expect(recordedFrom({ livedUntil: null, historyFrom: null })).toBeNull()
})

it('shifts before it count in no figure', () => {
  const allDay = { id: 'day', name: 'Day', startLocal: '00:00', endLocal: '00:00', weekdays: [1, 2, 3, 4, 5, 6, 7], breaks: [] }
  const model = (days: number) => ({ tenant: { timeZone: 'UTC', livedUntil: lived, historyFrom: daysBefore(days) }, patterns: [allDay], exceptions: [] }) as unknown as PlantModel
  const first = (days: number) => shiftsOf(model(days), daysBefore(20), lived)[0]!.startsAt
  expect(first(11)).toEqual(new Date('2026-03-22T00:00:00Z'))
  expect(first(30)).toEqual(new Date('2026-03-11T00:00:00Z'))
})

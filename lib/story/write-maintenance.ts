import { type Calendar, clockOf, firstDay, lastDay, minuteMs } from '@/lib/story/calendar'
import type { PlantSpec } from '@/lib/story/plant-spec'
import { type Random, randomFor } from '@/lib/story/random'
import type { MaintenanceEntryRow, StopRow } from '@/lib/story/rows'

/** A breakdown this long is written up by a technician. */
const writtenUpFromMinutes = 18

/** The maintenance log: what the story tells, one job for every long breakdown, and the weekly routine of each line. */
export function writeMaintenance(
  plant: PlantSpec,
  stops: StopRow[],
  calendar: Calendar,
  key: string,
): MaintenanceEntryRow[] {
  const random = randomFor(`${key}:maintenance`)
  const drafts = [
    ...toldEntries(plant, calendar),
    ...breakdownEntries(plant, stops),
    ...routineEntries(plant, calendar, random),
  ]
  return drafts
    .toSorted((a, b) => a.openedAt.getTime() - b.openedAt.getTime())
    .map((draft, i) => {
      const technician = plant.technicians[Math.floor(random.next() * plant.technicians.length)]!
      return { id: `m${String(i + 1).padStart(4, '0')}`, ...draft, technician }
    })
}

type Draft = Omit<MaintenanceEntryRow, 'id' | 'technician'>

const toldEntries = (plant: PlantSpec, calendar: Calendar): Draft[] =>
  plant.maintenance.map(({ day, clock, minutes, ...entry }) => ({ ...entry, ...spanAt(calendar, day, clock, minutes) }))

function breakdownEntries(plant: PlantSpec, stops: StopRow[]): Draft[] {
  const told = plant.lines.flatMap((line) => line.scripted.map((stop) => stop.note))
  return stops.flatMap((stop) => {
    const minutes = (stop.endsAt!.getTime() - stop.startsAt.getTime()) / minuteMs
    if (stop.kind !== 'breakdown' || minutes < writtenUpFromMinutes || told.includes(stop.note ?? '')) return []
    const line = plant.lines.find((one) => one.id === stop.lineId)!
    const cause = line.causes.find((one) => one.code === stop.reasonCode)!
    const nodeId = stop.equipmentId ?? line.id
    const detail = `Line stood for ${Math.round(minutes)} min. Cleared, checked and restarted.`
    return [
      {
        nodeId,
        kind: 'corrective' as const,
        openedAt: stop.startsAt,
        closedAt: stop.endsAt,
        title: cause.name,
        detail,
      },
    ]
  })
}

function routineEntries(plant: PlantSpec, calendar: Calendar, random: Random): Draft[] {
  const drafts: Draft[] = []
  for (let day = firstDay; day <= lastDay; day++) {
    const due = plant.lines.filter((_, i) => calendar.weekday(day) === 1 + (i % 5))
    for (const line of due) {
      const machine = line.equipment[Math.floor(random.next() * line.equipment.length)]!
      const span = spanAt(calendar, day, '07:30', 25 + Math.floor(random.next() * 30))
      const title = `Weekly round, ${machine.name.toLowerCase()}`
      drafts.push({
        ...span,
        nodeId: machine.id,
        kind: 'preventive',
        title,
        detail: 'Lubricated and checked by sight and sound; no finding.',
      })
    }
  }
  return drafts
}

function spanAt(calendar: Calendar, day: number, clock: string, minutes: number) {
  const openedAt = calendar.at(day, clockOf(clock))
  return { openedAt: new Date(openedAt), closedAt: new Date(openedAt + minutes * minuteMs) }
}

import { type Calendar, calendarOf } from '@/lib/story/calendar'
import { type LineMinutes, lineMinutes } from '@/lib/story/line-minutes'
import type { LineSpec, PlantSpec } from '@/lib/story/plant-spec'
import { chemicalPlant } from '@/lib/story/plants/chemical'
import { dairyPlant } from '@/lib/story/plants/dairy'
import { oilAndGasPlant } from '@/lib/story/plants/oil-and-gas'
import { pharmaPlant } from '@/lib/story/plants/pharma'
import { shiftWindows } from '@/lib/story/shift-windows'
import { simulateLine, type SimulatedLine } from '@/lib/story/simulate-line'

export type Industry = 'dairy' | 'chemical' | 'oil-and-gas' | 'pharma'

export const plantSpecs: Record<Industry, PlantSpec> = {
  dairy: dairyPlant,
  chemical: chemicalPlant,
  'oil-and-gas': oilAndGasPlant,
  pharma: pharmaPlant,
}

/** What rows and readings of one story are both told from, so that they agree. */
export interface Simulation {
  plant: PlantSpec
  calendar: Calendar
  /** Seeds every stream of the story; the date is left out, so each day tells the same story. */
  key: string
  lines: { spec: LineSpec; line: SimulatedLine; minutes: LineMinutes }[]
}

const recent = new Map<string, Simulation>()
const kept = 2

/** The same object for the same story as long as it is among the last ones asked for: readings are asked signal by signal. */
export function simulationOf(industry: Industry, storyDate: string): Simulation {
  const name = `${industry}:${storyDate}`
  const known = recent.get(name)
  if (known) return known
  const made = simulate(industry, storyDate)
  recent.set(name, made)
  if (recent.size > kept) recent.delete(recent.keys().next().value!)
  return made
}

function simulate(industry: Industry, storyDate: string): Simulation {
  const plant = plantSpecs[industry]
  const calendar = calendarOf(plant.site.timeZone, storyDate)
  const shifts = shiftWindows(plant, calendar)
  const key = industry
  const lines = plant.lines.map((spec) => {
    const line = simulateLine(spec, calendar, shifts, key)
    return { spec, line, minutes: lineMinutes(spec, line, calendar, key) }
  })
  return { plant, calendar, key, lines }
}

import { describe, expect, it } from 'vitest'
import { calendarOf } from '@/lib/story/calendar'
import { within } from '@/lib/story/intervals'
import { machineStates } from '@/lib/story/machine-states'
import { randomFor } from '@/lib/story/random'
import type { EquipmentStateRow, StopRow } from '@/lib/story/rows'
import { shiftWindows } from '@/lib/story/shift-windows'
import { type Industry, plantSpecs, simulationOf } from '@/lib/story/simulation'
import { generateStory } from '@/lib/story/story'

const date = '2026-11-23'
const lengthOf = (row: { startsAt: Date; endsAt: Date | null }) => row.endsAt!.getTime() - row.startsAt.getTime()
const minuteMs = 60_000
const isWait = ({ state }: EquipmentStateRow) => state === 'blocked' || state === 'starved'

describe.each(['dairy', 'chemical', 'oil-and-gas', 'pharma'] as Industry[])('machine states of %s', (industry) => {
  const plant = plantSpecs[industry]
  const { equipmentStates, stops } = generateStory(industry, date)
  const byMachine = Map.groupBy(equipmentStates, (row) => row.equipmentId)
  const rowsOf = (equipmentId: string) => byMachine.get(equipmentId) ?? []
  const holds = (row: EquipmentStateRow, stop: StopRow) => row.startsAt <= stop.startsAt && row.endsAt! >= stop.endsAt!

  it('are there for every machine of a line, few enough to copy', () => {
    const machines = plant.lines.flatMap((line) => line.equipment.map(({ id }) => id))
    expect([...byMachine.keys()].toSorted()).toEqual(machines.toSorted())
    expect(equipmentStates.length).toBeLessThan(45_000)
  })

  it('never overlap on a machine, last less than a day, and begin and end on whole milliseconds', () => {
    for (const rows of byMachine.values()) {
      expect(rows.filter((row, i) => i > 0 && row.startsAt < rows[i - 1]!.endsAt!)).toEqual([])
      expect(rows.filter((row) => lengthOf(row) <= 0 || lengthOf(row) >= 86_400_000)).toEqual([])
      expect(rows.filter((row) => !Number.isInteger(row.startsAt.getTime()) || !Number.isInteger(row.endsAt!.getTime()))).toEqual([])
    }
  })

  it('lie in shifts', () => {
    for (const storyDate of [date, '2026-10-26', '2026-03-08']) {
      const { manned } = shiftWindows(plant, calendarOf(plant.site.timeZone, storyDate))
      const outside = generateStory(industry, storyDate).equipmentStates.filter((row) => {
        const inside = within(manned, { start: row.startsAt.getTime(), end: row.endsAt!.getTime() })
        return inside.reduce((sum, { start, end }) => sum + end - start, 0) !== lengthOf(row)
      })
      expect(outside).toEqual([])
    }
  })

  it('hold the machine of a stop for as long as the stop, in its state and for its reason', () => {
    const states = { breakdown: 'down', minor: 'minor', planned: 'planned', changeover: 'changeover', starved: 'starved', blocked: 'blocked' }
    for (const stop of stops.filter(({ equipmentId }) => equipmentId !== null)) {
      const own = rowsOf(stop.equipmentId!).find((row) => holds(row, stop))
      expect(own).toMatchObject({ state: states[stop.kind], reasonCode: stop.reasonCode, lineId: stop.lineId })
    }
  })

  it('stop every machine of the line where the line as a whole stops', () => {
    const whole = ({ kind, equipmentId }: StopRow) => kind === 'planned' || kind === 'changeover' || (equipmentId === null && kind === 'minor')
    for (const line of plant.lines)
      for (const stop of stops.filter((one) => one.lineId === line.id && whole(one)))
        for (const { id } of line.equipment)
          expect(rowsOf(id).some((row) => holds(row, stop) && row.reasonCode === stop.reasonCode)).toBe(true)
  })

  it('block what comes before a long breakdown and starve what comes after it, later with every link', () => {
    for (const line of plant.lines)
      for (const stop of stops.filter((one) => one.lineId === line.id && one.kind === 'breakdown' && one.equipmentId && lengthOf(one) > 10 * minuteMs)) {
        const struck = line.equipment.findIndex(({ id }) => id === stop.equipmentId)
        line.equipment.forEach(({ id }, place) => {
          const links = Math.abs(place - struck)
          if (links === 0) return
          const late = stop.startsAt.getTime() + links * 90_000
          const row = rowsOf(id).find((one) => one.startsAt.getTime() <= late && one.endsAt!.getTime() >= stop.endsAt!.getTime())
          expect(row).toMatchObject({ state: place < struck ? 'blocked' : 'starved', reasonCode: null })
          expect(row!.startsAt.getTime()).toBeGreaterThanOrEqual(stop.startsAt.getTime() + links * 20_000)
        })
      }
  })

  it('give a reason to every own stop and none to a wait for another machine', () => {
    const reasons = new Set(stops.map(({ reasonCode }) => reasonCode))
    expect(equipmentStates.filter((row) => row.reasonCode !== null && !reasons.has(row.reasonCode))).toEqual([])
    expect(equipmentStates.filter((row) => row.reasonCode === null && !isWait(row))).toEqual([])
  })

  it('let the constraint of each line wait least, by far', () => {
    for (const line of plant.lines) {
      const waited = (id: string) => rowsOf(id).filter(isWait).reduce((sum, row) => sum + lengthOf(row), 0)
      const others = line.equipment.filter(({ id }) => id !== line.constraintId).map(({ id }) => waited(id))
      expect(waited(line.constraintId) * 1.5).toBeLessThan(Math.min(...others))
    }
  })

  it('name as constraint the machine that is down or in short stops longest', () => {
    for (const line of plant.lines) {
      const own = (id: string) => stops.filter((stop) => stop.equipmentId === id && (stop.kind === 'breakdown' || stop.kind === 'minor')).reduce((sum, stop) => sum + lengthOf(stop), 0)
      expect(own(line.constraintId)).toBe(Math.max(...line.equipment.map(({ id }) => own(id))))
    }
  })

  it('are the same for the same stream of random numbers', () => {
    const { lines, calendar } = simulationOf(industry, date)
    const { spec, line } = lines[0]!
    const shifts = shiftWindows(plant, calendar)
    const told = (key: string) => machineStates(spec, line, shifts, randomFor(key))
    expect(told('a')).toEqual(told('a'))
    expect(told('a')).not.toEqual(told('b'))
  })
})

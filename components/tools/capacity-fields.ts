import { readTypedNumber } from '@/lib/tools/read-table'
import type { Choice } from '@/lib/tools/capacity/choices'
import { choiceKeys } from '@/lib/tools/capacity/choices'
import { capacityNumbers, type CapacityRequest, capacityStart, type NumberName, numberNames } from '@/lib/tools/capacity/request'

/** What stands in the fields, as text; a choice is `on` or `off`. */
export type CapacityTexts = Record<NumberName | Choice, string>

const names = [...numberNames, ...choiceKeys]
const textOf = (value: number | boolean): string => (typeof value === 'number' ? String(value) : value ? 'on' : 'off')
export const capacityTextsStart = Object.fromEntries(names.map((name) => [name, textOf(capacityStart[name])])) as CapacityTexts

/** The start with what is given over it; names that are no field are left aside. */
export const capacityTexts = (given: Record<string, string | string[] | undefined>): CapacityTexts =>
  Object.fromEntries(names.map((name) => [name, typeof given[name] === 'string' ? given[name].slice(0, 40) : capacityTextsStart[name]])) as CapacityTexts

/** What differs from the start, as a query: empty while nothing does. */
export function capacityQuery(texts: CapacityTexts): string {
  const changed = names.filter((name) => texts[name] !== capacityTextsStart[name])
  return changed.length === 0 ? '' : `?${new URLSearchParams(changed.map((name) => [name, texts[name]]))}`
}

export type CapacityFaults = Partial<Record<NumberName, string>>

/** What is wrong with each field, by its name. */
export function capacityFaults(texts: CapacityTexts): CapacityFaults {
  const faults: CapacityFaults = {}
  for (const name of numberNames) {
    const { least, most, whole } = capacityNumbers[name]
    const value = readTypedNumber(texts[name])
    if (value === null) faults[name] = 'A number, please.'
    else if (value < least || value > most) faults[name] = `From ${least} to ${most}.`
    else if (whole && !Number.isInteger(value)) faults[name] = 'A whole number, please.'
  }
  return faults
}

/** The request of the same API; call it with fields that have no fault. */
export const capacityRequest = (texts: CapacityTexts): CapacityRequest =>
  ({
    ...Object.fromEntries(numberNames.map((name) => [name, readTypedNumber(texts[name])])),
    ...Object.fromEntries(choiceKeys.map((choice) => [choice, texts[choice] === 'on'])),
  }) as CapacityRequest

export const fieldLabel = (name: NumberName): string => {
  const { label, unit } = capacityNumbers[name]
  return unit === '' ? label : `${label}, ${unit}`
}

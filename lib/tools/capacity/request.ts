import { type Choice, choiceKeys, type Choices } from '@/lib/tools/capacity/choices'
import type { CapacityNumber } from '@/lib/tools/capacity/number'
import { keeping, plants } from '@/lib/tools/capacity/plants'
import { prices } from '@/lib/tools/capacity/prices'
import { rates } from '@/lib/tools/capacity/rates'

const all = { ...plants, ...keeping, ...rates, ...prices }
export type NumberName = keyof typeof all
export const capacityNumbers: Record<NumberName, CapacityNumber> = all
export const numberNames = Object.keys(all) as NumberName[]

export type CapacityRequest = Record<NumberName, number> & Choices

/** Edge reduction loses readings: nobody gets it without having asked for it. */
const startsOn = (choice: Choice): boolean => choice !== 'edgeReduction'

export const capacityStart = {
  ...Object.fromEntries(numberNames.map((name) => [name, capacityNumbers[name].start])),
  ...Object.fromEntries(choiceKeys.map((choice) => [choice, startsOn(choice)])),
} as CapacityRequest

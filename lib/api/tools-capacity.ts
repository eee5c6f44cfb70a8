import { z } from 'zod'
import { apiOperation } from '@/lib/api/api-operation'
import { billGroups, type BillGroup } from '@/lib/tools/capacity/bill'
import { capacityTool } from '@/lib/tools/capacity/capacity-tool'
import { type Choice, choiceKeys, choices } from '@/lib/tools/capacity/choices'
import { capacityNumbers, capacityStart, type NumberName, numberNames } from '@/lib/tools/capacity/request'
import { stageNames } from '@/lib/tools/capacity/stages'

function numberSchema(name: NumberName) {
  const { label, unit, least, most, whole, start, kind, source, date } = capacityNumbers[name]
  const words = `${label}${unit && `, ${unit}`}${kind === 'yours' ? '' : `; ${kind}${date ? ` (${date})` : ''}: ${source}`}`
  return (whole ? z.int() : z.number()).min(least).max(most).default(start).describe(words)
}

const input = z.object({
  ...(Object.fromEntries(numberNames.map((name) => [name, numberSchema(name)])) as Record<NumberName, ReturnType<typeof numberSchema>>),
  ...(Object.fromEntries(choiceKeys.map((choice) => [choice, z.boolean().default(capacityStart[choice]).describe(`${choices[choice].acts} ${choices[choice].today}`)])) as Record<Choice, z.ZodDefault<z.ZodBoolean>>),
})

const line = z.object({
  id: z.string(),
  label: z.string(),
  group: z.enum(Object.keys(billGroups) as [BillGroup]),
  quantity: z.number().describe('Machines, or GB of 10^9 bytes that are rented or sent in a month'),
  unit: z.string(),
  monthly: z.number().describe('US dollars, not rounded'),
  formula: z.string(),
  worked: z.string().describe('The formula with its numbers put in'),
  note: z.string().nullable().describe('How many machines, and why'),
})

const choice = z.enum(choiceKeys as [Choice])

const output = z.object({
  load: z.object({
    sentBytes: z.number().describe('By all facilities in a month of 730 hours, before the edge reduces it'),
    monthlyReadings: z.number(),
    readingsPerSecond: z.number().describe('Mean'),
    peakPerSecond: z.number(),
    wireBytes: z.number().describe('Of the stream in a month'),
    signals: z.number(),
  }),
  plan: z.object({
    coresOf: z.object({ gateway: z.number(), rules: z.number(), history: z.number() }).describe('Of one customer at peak'),
    peakWireMb: z.number().describe('MB/s written to the stream at peak, before replicas'),
    partitions: z.number().describe('Of the topic readings of one customer'),
    partitionsPerBroker: z.number().describe('Of all topics, replicas counted'),
    brokers: z.number(),
    slotsPerCustomer: z.number(),
    slots: z.number(),
    taskManagers: z.number(),
    gateways: z.number(),
    cellsPerCustomer: z.number().describe('A cell is one history and one PostgreSQL with its copies'),
    cells: z.number(),
    facilitiesPerCell: z.number(),
    databaseMachines: z.number(),
    portalMachines: z.number(),
    controlMachines: z.number(),
  }),
  stages: z.array(z.object({
    stage: z.enum(stageNames),
    capacityPerSecond: z.number().describe('Of one customer, readings, with every core busy'),
    busyAtPeak: z.number().describe('0 to 1'),
    busyAtPeakWithoutAZone: z.number().nullable().describe('Above 1 what comes waits until the peak is over; null with one zone'),
    mostBehind: z.number().describe('Readings that waited after an hour away, at the worst moment of a simulated day'),
    caughtUpMinutes: z.number().nullable().describe('From when it was back until nothing waited; null: not on that day'),
  })),
  lines: z.array(line),
  total: z.number().describe('US dollars a month: the sum of the lines'),
  fits: z.boolean().describe('Within the budget'),
  steps: z.array(z.object({ with: z.array(choice), total: z.number(), fits: z.boolean(), lines: z.array(line) })).describe('The bill without any choice, then with one after the other of those that are on'),
  effects: z.array(z.object({ choice, on: z.boolean(), saves: z.number().describe('What it takes off this bill, or would take off, US dollars a month') })),
})

/** The smallest that shows every part: one facility, one zone, nothing chosen. */
const exampleInput = { customers: 1, facilities: 1, tbPerMonth: 1, zones: 1, replicas: 1, databaseCopies: 1, compression: false, followerFetch: false, tiering: false, rollups: false }

function exampleOutput() {
  const made = capacityTool({ ...capacityStart, ...exampleInput })
  if (!made.ok) throw new Error(made.refusal.message)
  return made.value
}

export const toolsCapacity = apiOperation({
  operationId: 'planCapacity',
  method: 'post',
  path: '/api/v1/tools/capacity',
  summary: 'Plan capacity and cost of many facilities',
  description:
    'Partitions, brokers, Flink slots, cells, storage tiers, network between zones and money a month, from the volume and from rates and prices that each say where they come from and that the caller may replace. TB are 10^12 bytes. Nothing is stored and no cloud is asked.',
  access: 'public',
  input,
  output,
  refusals: [{ status: 422, when: 'a number is outside its bounds; the detail names the field' }],
  example: { input: exampleInput, output: exampleOutput() },
})

import { z } from 'zod'
import { apiOperation } from '@/lib/api/api-operation'

const from0 = z.number().min(0)
const share = z.number().min(0).max(1)

export const toolsRoi = apiOperation({
  operationId: 'computeRoi',
  method: 'post',
  path: '/api/v1/tools/roi',
  summary: 'Compute the return of less downtime, lost material and idle energy',
  description: 'Payback, net present value and internal rate of return from the caller’s own assumptions, in any one currency. Nothing is stored.',
  access: 'public',
  input: z.object({
    busyHours: from0.describe('Planned busy hours of all lines in a year'),
    downtimeShare: share,
    hourCost: from0.describe('Of a standing line'),
    downtimeReduction: share.describe('Assumption'),
    materialCost: from0.default(0).describe('A year'),
    yieldLossShare: share.default(0),
    yieldReduction: share.default(0).describe('Assumption'),
    energyCost: from0.default(0).describe('A year'),
    idleEnergyShare: share.default(0).describe('Used while nothing is made'),
    energyReduction: share.default(0).describe('Assumption'),
    investment: from0.describe('Once'),
    yearlyCost: from0.default(0),
    years: z.int().min(1).max(30).default(3),
    rate: from0.default(0.08).describe('Discount rate a year'),
  }),
  output: z.object({
    savings: z.array(z.object({ kind: z.enum(['downtime', 'yield', 'energy']), yearly: z.number(), formula: z.string() })),
    yearlySavings: z.number(),
    yearlyBenefit: z.number(),
    paybackMonths: z.number().nullable(),
    npv: z.number(),
    irr: z.number().nullable(),
    roi: z.number().nullable(),
    undefinedBecause: z.record(z.string(), z.string()),
  }),
  refusals: [{ status: 422, when: 'a value is out of its range; the detail names the field' }],
  example: {
    input: { busyHours: 6000, downtimeShare: 0.1, hourCost: 500, downtimeReduction: 0.2, investment: 60000, years: 1, rate: 0 },
    output: {
      savings: [
        { kind: 'downtime', yearly: 60000, formula: 'busy hours × downtime share × reduction × cost of an hour' },
        { kind: 'yield', yearly: 0, formula: 'material × lost share × reduction' },
        { kind: 'energy', yearly: 0, formula: 'energy × idle share × reduction' },
      ],
      yearlySavings: 60000, yearlyBenefit: 60000, paybackMonths: 12, npv: 0, irr: 0, roi: 0, undefinedBecause: {},
    },
  },
})

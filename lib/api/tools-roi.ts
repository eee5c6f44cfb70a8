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
    lines: z.int().min(1).default(1),
    busyHours: from0.max(8784).describe('Planned busy hours of one line in a year'),
    downtimeShare: share,
    hourCost: from0.optional().describe('Of a standing line; or unitMargin and unitsPerHour instead'),
    unitMargin: from0.optional().describe('What a unit leaves after its variable cost'),
    unitsPerHour: from0.optional().describe('Units that a running line makes in an hour'),
    downtimeReduction: share.describe('Assumption'),
    materialCost: from0.default(0).describe('A year'),
    yieldLossShare: share.default(0),
    yieldReduction: share.default(0).describe('Assumption'),
    energyCost: from0.default(0).describe('A year'),
    idleEnergyShare: share.default(0).describe('Base load: used while nothing is made'),
    energyReduction: share.default(0).describe('Assumption'),
    investment: from0.describe('Once'),
    yearlyCost: from0.default(0),
    years: z.int().min(1).max(30).default(3),
    rate: share.default(0.08).describe('Discount rate a year'),
  }),
  output: z.object({
    hourCost: z.number(),
    savings: z.array(z.object({ kind: z.enum(['downtime', 'yield', 'energy']), yearly: z.number(), formula: z.string() })),
    yearlySavings: z.number(),
    yearlyBenefit: z.number(),
    paybackMonths: z.number().nullable().describe('Simple payback; null where it saves no more a year than it costs'),
    npv: z.number().describe('Over the years, at the rate; benefits at the end of each year'),
    irr: z.number().nullable().describe('Null where no rate makes the net present value 0'),
    roi: z.number().nullable(),
    undefinedBecause: z.record(z.string(), z.string()).describe('Why a figure is null'),
    formulas: z.record(z.string(), z.string()),
  }),
  refusals: [{ status: 422, when: 'a value is out of its range, is missing or contradicts another; the detail names the field' }],
  example: {
    input: { lines: 2, busyHours: 3000, downtimeShare: 0.1, hourCost: 500, downtimeReduction: 0.2, investment: 60000, years: 1, rate: 0 },
    output: {
      hourCost: 500,
      savings: [
        { kind: 'downtime', yearly: 60000, formula: 'lines × busy hours × downtime share × reduction × cost of an hour' },
        { kind: 'yield', yearly: 0, formula: 'material × lost share × reduction' },
        { kind: 'energy', yearly: 0, formula: 'energy × base-load share × reduction' },
      ],
      yearlySavings: 60000, yearlyBenefit: 60000, paybackMonths: 12, npv: 0, irr: 0, roi: 0, undefinedBecause: {},
      formulas: {
        hourCost: 'as given',
        yearlySavings: 'downtime + yield + energy',
        yearlyBenefit: 'savings a year − cost a year',
        paybackMonths: 'investment ÷ benefit a year × 12',
        npv: '−investment + Σ benefit a year ÷ (1 + rate)^year',
        irr: 'the rate at which the net present value is 0',
        roi: '(years × benefit a year − investment) ÷ investment',
      },
    },
  },
})

import { z } from 'zod'
import { apiOperation } from '@/lib/api/api-operation'
import { kpiSchema } from '@/lib/api/kpi-schema'

const minutes = z.number().min(0)
const pieces = z.number().min(0)

export const toolsKpis = apiOperation({
  operationId: 'computeKpis',
  method: 'post',
  path: '/api/v1/tools/kpis',
  summary: 'Compute the KPIs of ISO 22400-2 from time elements and quantities',
  description: 'Availability, effectiveness, quality ratio, OEE, NEE, OOE, TEEP, allocation, utilisation and technical efficiency, setup, scrap and rework ratio, throughput, first pass yield, energy per piece, takt time; each with its formula and the numbers in it.',
  access: 'public',
  input: z.object({
    calendarMinutes: minutes.nullable().default(null).describe('All time; without it there is no TEEP'),
    operationMinutes: minutes.describe('Shifts'),
    plannedBusyMinutes: minutes.describe('PBT'),
    productionMinutes: minutes.describe('APT'),
    setupMinutes: minutes.default(0).describe('AUST'),
    delayMinutes: minutes.default(0).describe('ADET'),
    idealMinutes: minutes.describe('PRI × PQ: what all pieces take at the planned run time'),
    idealGoodMinutes: minutes.describe('PRI × GQ'),
    total: pieces.describe('PQ'),
    reject: pieces.default(0).describe('Rejected, reworked ones included'),
    rework: pieces.default(0).describe('Part of reject'),
    energyKwh: z.number().min(0).nullable().default(null),
    demand: pieces.nullable().default(null).describe('For takt time'),
  }),
  output: z.object({ kpis: z.array(kpiSchema) }),
  refusals: [{ status: 422, when: 'time elements or quantities contradict each other; the detail names the field' }],
  example: {
    input: { operationMinutes: 480, plannedBusyMinutes: 420, productionMinutes: 373, idealMinutes: 321.18, idealGoodMinutes: 314.13, total: 19271, reject: 423 },
    output: { kpis: [{ key: 'availability', name: 'Availability', value: 0.888095238095238, unit: '', formula: 'APT ÷ PBT', numerator: 373, denominator: 420, source: 'ISO 22400-2' }] },
  },
})

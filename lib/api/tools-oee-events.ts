import { z } from 'zod'
import { apiOperation } from '@/lib/api/api-operation'
import { kpiSchema, ratioSchema } from '@/lib/api/kpi-schema'

const moment = z.iso.datetime({ offset: true })
const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'HH:MM')
const count = z.number().min(0)
const most = 50_000

export const toolsOeeEvents = apiOperation({
  operationId: 'computeOeeOfEvents',
  method: 'post',
  path: '/api/v1/tools/oee-events',
  summary: 'Compute OEE of a line from its events',
  description:
    'Shifts in the site’s time zone with their real minutes at a clock change, stops that overlap (counted once) or stay open (counted to now), breaks inside stops (planned), several products in a window (quality weighted by ideal time). Returns time elements, OEE, losses by reason, the six big losses and the KPIs of ISO 22400-2. The same engine as every screen; nothing is stored.',
  access: 'public',
  maxBodyBytes: 8 * 1024 * 1024,
  input: z.object({
    window: z.object({ from: moment, to: moment }),
    now: moment.optional().describe('What is open counts to here; the end of the window when not given'),
    timeZone: z.string().max(60).optional().describe('IANA name, for shiftPatterns'),
    shiftPatterns: z.array(z.object({ name: z.string().max(60), startLocal: clock, endLocal: clock.describe('Not after the start: on the next day'), weekdays: z.array(z.int().min(1).max(7)).optional().describe('ISO, 1 = Monday; every day when not given'), breaks: z.array(z.object({ startLocal: clock, endLocal: clock })).max(20).optional() })).max(20).optional(),
    shifts: z.array(z.object({ name: z.string().max(60).optional(), startsAt: moment, endsAt: moment, breaks: z.array(z.object({ startsAt: moment, endsAt: moment })).max(50).optional() })).max(5000).optional().describe('Instead of shiftPatterns'),
    stops: z.array(z.object({ id: z.string().max(120).optional(), kind: z.enum(['planned', 'breakdown', 'changeover', 'blocked', 'starved', 'minor']), reason: z.string().max(120).optional(), startsAt: moment, endsAt: moment.nullable().optional().describe('Null while it is open') })).max(most).default([]),
    runs: z.array(z.object({ id: z.string().max(120), product: z.string().max(120).optional(), startsAt: moment, endsAt: moment.nullable().optional(), idealRatePerMinute: z.number() })).max(most),
    counts: z.array(z.object({ runId: z.string().max(120), at: moment.describe('Start of the bucket'), seconds: z.number().positive(), total: count, reject: count.optional(), rework: count.optional().describe('Part of reject') })).max(most),
    startupMinutes: count.optional().describe('Rejects so long after a changeover or the start of a run are start-up losses; 15'),
  }),
  output: z.object({
    oee: z.looseObject({ oeeRatio: ratioSchema, availabilityRatio: ratioSchema, performanceRatio: ratioSchema.describe('Capped at 1'), performanceRatioRaw: ratioSchema, qualityRatio: ratioSchema, elapsedMinutes: z.number(), plannedStopMinutes: z.number(), plannedBusyMinutes: z.number(), downMinutes: z.number(), producingMinutes: z.number(), idealMinutes: z.number(), idealGoodMinutes: z.number(), total: z.number(), reject: z.number(), rework: z.number(), good: z.number() }),
    losses: z.array(z.looseObject({ reasonCode: z.string(), kind: z.string(), minutes: z.number(), stops: z.number(), shareRatio: z.number(), cumulativeRatio: z.number(), open: z.boolean() })),
    sixLosses: z.array(z.object({ loss: z.string(), name: z.string(), minutes: z.number(), pieces: z.number().nullable(), shareRatio: z.number().nullable() })),
    kpis: z.array(kpiSchema),
  }),
  refusals: [{ status: 422, when: 'shifts overlap, a stop ends before it starts, counts contradict each other; the detail names the row' }],
  example: {
    input: { window: { from: '2026-03-10T06:00:00Z', to: '2026-03-10T14:00:00Z' }, shifts: [{ startsAt: '2026-03-10T06:00:00Z', endsAt: '2026-03-10T14:00:00Z' }], stops: [], runs: [{ id: 'r', startsAt: '2026-03-10T06:00:00Z', idealRatePerMinute: 1 }], counts: [{ runId: 'r', at: '2026-03-10T06:00:00Z', seconds: 28800, total: 480 }] },
    output: {
      oee: { oeeRatio: 1, availabilityRatio: 1, performanceRatio: 1, performanceRatioRaw: 1, qualityRatio: 1, elapsedMinutes: 480, plannedStopMinutes: 0, plannedBusyMinutes: 480, downMinutes: 0, producingMinutes: 480, idealMinutes: 480, idealGoodMinutes: 480, total: 480, reject: 0, rework: 0, good: 480 },
      losses: [], sixLosses: [{ loss: 'breakdown', name: 'Breakdowns', minutes: 0, pieces: null, shareRatio: 0 }],
      kpis: [{ key: 'availability', name: 'Availability', value: 1, unit: '', formula: 'APT ÷ PBT', numerator: 480, denominator: 480, source: 'ISO 22400-2' }],
    },
  },
})

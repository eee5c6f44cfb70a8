import { z } from 'zod'
import { slugOf } from '@/lib/tenancy/create-tenant'

const name = z.string().trim().min(1, 'Give it a name.').max(120)
const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Write the time as 06:00.')
const optionalNumber = z.union([z.literal('').transform(() => null), z.coerce.number('Write a number.')]).nullable()
const positive = (what: string) => z.coerce.number(`Write a number for ${what}.`).positive(`${what} is more than 0.`)

/** A year typed wrong plans nothing that anybody would ever see. */
const plannedDate = z.iso.date('Write the date as 2026-12-24.').refine((date) => date >= '2000' && date < '2100', 'Choose a date between 2000 and 2099.')

/** The weekdays of a form: "1,2,3,4,5"; ISO, 1 = Monday. */
const weekdays = z.string().transform((text, ctx) => {
  const days = [...new Set(text.split(/[ ,]+/).filter(Boolean).map(Number))].sort()
  if (days.length === 0 || days.some((day) => !(Number.isInteger(day) && day >= 1 && day <= 7))) ctx.addIssue('Choose at least one weekday; in a file as 1,2,3,4,5, where 1 is Monday.')
  return days
})

/** "Lunch 12:00-12:30; Tea 15:00-15:15" */
const breaks = z.string().trim().transform((text, ctx) => {
  const list = text.split(';').map((part) => part.trim()).filter(Boolean)
  return list.map((part) => {
    const found = /^(.*\S)\s+(\d\d:\d\d)\s*[-–]\s*(\d\d:\d\d)$/.exec(part)
    if (!found) ctx.addIssue(`Write a break as Lunch 12:00-12:30, not "${part}".`)
    return { name: found?.[1] ?? '', startLocal: found?.[2] ?? '', endLocal: found?.[3] ?? '' }
  })
})

/** What a form sends for each kind of record, as the columns of its table. */
export const recordSchemas = {
  signal: z
    .object({ name, node_id: z.string().min(1), unit: z.string().trim().max(20), decimals: z.coerce.number().int().min(0).max(9), expected_interval_seconds: z.coerce.number('Write whole seconds.').int('Write whole seconds.').min(1, 'At least one second.'), low_limit: optionalNumber, high_limit: optionalNumber, quantity: z.string().trim().min(1, 'Say what is measured.').max(40) })
    .refine(({ low_limit, high_limit }) => low_limit === null || high_limit === null || low_limit < high_limit, 'The low limit is below the high limit.'),
  product: z.object({ name, count_unit: z.string().trim().min(1, 'Say what one piece is called.').max(30), piece_grams: optionalNumber }),
  stop_reason: z.object({ name, parent_code: z.string().max(80).transform((code) => code || null), kind: z.enum(['planned', 'breakdown', 'changeover', 'starved', 'blocked', 'minor']) }),
  shift_pattern: z.object({ name, node_id: z.string().min(1).optional(), start_local: clock, end_local: clock, weekdays, breaks }),
  shift_exception: z
    .object({ name, node_id: z.string().min(1).optional(), date: plannedDate, kind: z.enum(['closed', 'extra']), start_local: z.union([z.literal('').transform(() => null), clock]), end_local: z.union([z.literal('').transform(() => null), clock]) })
    .refine(({ kind, start_local, end_local }) => kind === 'closed' || (start_local !== null && end_local !== null), 'An extra shift needs a start and an end.'),
  routing: z.object({ product_id: z.string().min(1, 'Choose a product.'), line_id: z.string().min(1, 'Choose a line.'), ideal_rate_per_minute: positive('The ideal rate') }),
} as const

export type RecordKind = keyof typeof recordSchemas
export const recordKinds = Object.keys(recordSchemas) as [RecordKind, ...RecordKind[]]

export const recordWords: Record<RecordKind, string> = { signal: 'Signal', product: 'Product', stop_reason: 'Reason', shift_pattern: 'Shift', shift_exception: 'Exception', routing: 'Routing' }

/** A readable id of a new record. */
export function newRecordId(kind: RecordKind, fields: Record<string, unknown>): string {
  if (kind === 'routing') return `${String(fields.product_id)}.${String(fields.line_id)}`
  const slug = slugOf(String(fields.name)) || kind
  if (kind === 'shift_exception') return `${String(fields.node_id)}.${String(fields.date)}.${slug}`
  return kind === 'signal' || kind === 'shift_pattern' ? `${String(fields.node_id)}.${slug}` : slug
}

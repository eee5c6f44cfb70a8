import pg from 'pg'
import type { Database } from '@/lib/db'
import type { Journey } from '@/lib/funnel/count-funnel'
import { stormCode } from '@/lib/funnel/steps'

export type FunnelUnit = 'person' | 'company'

/** What people can be told apart by. Of a lead what was said first; of a visitor who never asked, where they came from. */
export const funnelDimensions = {
  source: 'coalesce(m.source, l.source, j.source)',
  campaign: 'coalesce(m.campaign, l.campaign, j.campaign)',
  industry: 'coalesce(m.industry, l.industry)::text',
  size: 'coalesce(m.company_size, l.company_size)',
} as const
export type FunnelDimension = keyof typeof funnelDimensions

export interface JourneysWanted {
  unit: FunnelUnit
  /** By which the answer is split. */
  by: FunnelDimension
  only?: { dimension: FunnelDimension; value: string }
}

/** Signature, flags and an empty extension. */
const copyHeaderBytes = 19

/**
 * Every journey of the platform, each person (or company) once, whatever they were called when they did what they did:
 * visitor, lead, merged lead. `take` must not keep `events`: the memory is used again. Answers how many visitors belong to
 * no company and were left out; those who ask like machines are left out always.
 */
export async function readJourneys(db: Database, wanted: JourneysWanted, take: (journey: Journey) => void): Promise<{ withoutCompany: number }> {
  const known = new Map<string, { events: number[]; segment: string | null }>()
  const one: number[] = []
  let withoutCompany = 0
  let at = copyHeaderBytes
  await db.copyInTenant('platform', journeysQuery(wanted), (message) => {
    const row = readRow(message, at)
    at = 0
    if (!row) return
    if (row.key !== null) {
      const found = known.get(row.key)
      if (found) append(found.events, row.packed)
      else known.set(row.key, { events: append([], row.packed), segment: row.segment })
      if (found && found.segment === null) found.segment = row.segment
      return
    }
    one.length = 0
    if (append(one, row.packed).some((event) => event % 32 === stormCode)) return
    if (wanted.unit === 'company') withoutCompany++
    else take({ events: inOrder(one), segment: row.segment })
  })
  for (const { events, segment } of known.values()) take({ events: inOrder(events), segment })
  return { withoutCompany }
}

/** COPY takes no parameters. The key is null for visitors who never asked. */
function journeysQuery({ unit, by, only }: JourneysWanted): string {
  const lead = 'coalesce(l.merged_into_id, l.id)'
  const key = unit === 'company' ? `CASE WHEN l.id IS NOT NULL THEN coalesce(m.company_key, l.company_key, ${lead}) END` : lead
  const where = only ? `WHERE ${funnelDimensions[only.dimension]} = ${pg.escapeLiteral(only.value)}` : ''
  return `COPY (
    SELECT ${key}, ${funnelDimensions[by]}, j.packed
    FROM funnel_journey j
      LEFT JOIN funnel_link k ON k.subject = j.subject
      LEFT JOIN lead l ON l.id = coalesce(k.lead_id, j.subject)
      LEFT JOIN lead m ON m.id = l.merged_into_id
    ${where}
  ) TO STDOUT (FORMAT binary)`
}

interface JourneyRow {
  key: string | null
  segment: string | null
  packed: Buffer
}

/** Number of fields, then each as its length (−1: null) and its bytes. The last message has no fields. */
function readRow(message: Buffer, start: number): JourneyRow | null {
  if (message.readInt16BE(start) < 0) return null
  let at = start + 2
  const field = () => {
    const length = message.readInt32BE(at)
    const from = at + 4
    at = from + Math.max(0, length)
    return length < 0 ? null : message.subarray(from, at)
  }
  const [key, segment, packed] = [field(), field(), field()]
  return { key: key ? key.toString('utf8') : null, segment: segment ? segment.toString('utf8') : null, packed: packed! }
}

function append(events: number[], packed: Buffer): number[] {
  for (let i = 0; i < packed.length; i += 8) events.push(packed.readUInt32BE(i) * 4_294_967_296 + packed.readUInt32BE(i + 4))
  return events
}

/** They arrive in order, but for what was told late. */
function inOrder(events: number[]): number[] {
  for (let i = 1; i < events.length; i++) if (events[i]! < events[i - 1]!) return events.sort((a, b) => a - b)
  return events
}

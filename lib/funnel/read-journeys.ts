import { binaryRows } from '@/lib/copy-out'
import type { Database } from '@/lib/db'
import type { Journey } from '@/lib/funnel/count-funnel'
import { stormCode } from '@/lib/funnel/steps'

export type FunnelUnit = 'person' | 'company'

/** What people can be told apart by: what their first visit or their form said, or what is known of the lead. */
const dimensions = {
  source: { of: 'journey', column: 'source' },
  campaign: { of: 'journey', column: 'campaign' },
  industry: { of: 'lead', column: 'industry::text' },
  size: { of: 'lead', column: 'company_size' },
} as const
export type FunnelDimension = keyof typeof dimensions
export const funnelDimensions = Object.keys(dimensions) as FunnelDimension[]

export interface JourneysWanted {
  unit: FunnelUnit
  /** By which the answer is split. */
  by: FunnelDimension
  only?: { dimension: FunnelDimension; value: string }
}

interface LeadFacts {
  mergedInto: string | null
  company: string | null
  by: string | null
  only: string | null
}

/** Subjects of visitors who never asked begin so; see `visitorId`. */
const visitorPrefix = 'v-'

/**
 * Every journey of the platform, each person (or company) once, merged leads as one. `take` must not keep `events`: the
 * memory is used again. Answers how many visitors belong to no company and were left out; those who ask like machines are
 * left out always.
 *
 * Plain scans, put together here: joined by PostgreSQL the same takes several times as long, and minutes on a day on which
 * its statistics are old. Leads are read only where the question needs them.
 */
export async function readJourneys(db: Database, wanted: JourneysWanted, take: (journey: Journey) => void): Promise<{ withoutCompany: number }> {
  const { unit, by, only } = wanted
  const leads = await readLeads(db, wanted)
  const together = new Map<string, { events: number[]; by: string | null; only: string | null }>()
  const scratch = new Scratch()
  let withoutCompany = 0
  const isWanted = (value: string | null) => !only || value === only.value
  await copyRows(db, ['subject', columnOf(by, 'journey'), columnOf(only?.dimension, 'journey'), 'packed'], 'funnel_journey', (row) => {
    const subject = row.text()!
    const isVisitor = subject.startsWith(visitorPrefix)
    const lead = isVisitor ? undefined : leads.get(subject)
    const kept = lead?.mergedInto ? leads.get(lead.mergedInto) : lead
    const [segment, filter] = [row.text() ?? lead?.by ?? null, row.text() ?? lead?.only ?? null]
    // Null: nobody else is the same, and there is nothing to wait for.
    const key = unit === 'company' ? (isVisitor ? null : (kept?.company ?? lead?.mergedInto ?? subject)) : lead ? (lead.mergedInto ?? subject) : null
    if (key) {
      const found = together.get(key) ?? { events: [], by: null, only: null }
      together.set(key, found)
      row.eventsInto(found.events)
      found.by ??= kept?.by ?? segment
      found.only ??= kept?.only ?? filter
      return
    }
    const events = row.eventsIn(scratch)
    if (!isWanted(filter) || (isVisitor && events.some((event) => event % 32 === stormCode))) return
    if (unit === 'company') withoutCompany++
    else take({ events: inOrder(events), segment })
  })
  for (const one of together.values()) if (isWanted(one.only)) take({ events: inOrder(one.events), segment: one.by })
  return { withoutCompany }
}

/** What this table says of the dimension; null when the other one does. */
const columnOf = (dimension: FunnelDimension | undefined, table: 'journey' | 'lead') =>
  dimension && dimensions[dimension].of === table ? dimensions[dimension].column : null

/** Those whose journey is not all of a person, or does not say all that is asked: of most questions, the merged ones only. */
async function readLeads(db: Database, { unit, by, only }: JourneysWanted): Promise<Map<string, LeadFacts>> {
  const leads = new Map<string, LeadFacts>()
  const needsAll = unit === 'company' || dimensions[by].of === 'lead' || (only && dimensions[only.dimension].of === 'lead')
  const which = needsAll ? 'lead' : 'lead WHERE merged_into_id IS NOT NULL OR id IN (SELECT merged_into_id FROM lead)'
  await copyRows(db, ['id', 'merged_into_id', 'company_key', columnOf(by, 'lead'), columnOf(only?.dimension, 'lead')], which, (row) => {
    leads.set(row.text()!, { mergedInto: row.text(), company: row.text(), by: row.text(), only: row.text() })
  })
  return leads
}

/**
 * Rows of a table as the platform’s, in binary and in one message (1 GB holds some ten million): an array of each column. COPY takes no
 * parameters: nothing of the caller's stands in the query..
 */
async function copyRows(db: Database, columns: (string | null)[], table: string, take: (row: CopiedRow) => void): Promise<void> {
  const arrays = columns.flatMap((column) => (column ? [`array_agg(${column})`] : [])).join(', ')
  const present = columns.map((column) => column !== null)
  const rows = binaryRows((_, starts, message) => {
    const row = new CopiedRow(message, starts, present)
    while (row.next()) take(row)
  })
  await db.copyInTenant('platform', `COPY (SELECT ${arrays} FROM ${table}) TO STDOUT (FORMAT binary)`, rows)
}

/** The rows of one message, field by field. An array in binary: 20 bytes of header, then each element as its length (−1: null) and its bytes. */
class CopiedRow {
  readonly #at: number[] = []
  #left = 0
  #column = 0
  #field = 0

  /** `present`: which of the fields that are read stand in the message; the others read as null. */
  constructor(private readonly message: Buffer, starts: number[], private readonly present: boolean[]) {
    for (const start of starts) {
      // Of an empty table the arrays are null.
      this.#left = message.readInt32BE(start - 4) < 0 ? 0 : message.readInt32BE(start + 12)
      this.#at.push(start + 20)
    }
  }

  next(): boolean {
    this.#column = 0
    this.#field = 0
    return this.#left-- > 0
  }

  text(): string | null {
    if (!this.present[this.#field++]) return null
    const [from, to] = this.#element()
    return to < from ? null : this.message.toString('utf8', from, to)
  }

  eventsInto(events: number[]): void {
    const [from, to] = this.#element()
    for (let i = from; i < to; i += 8) events.push(this.#event(i))
  }

  eventsIn(scratch: Scratch): Float64Array {
    const [from, to] = this.#element()
    const events = scratch.of((to - from) / 8)
    for (let i = 0; i < events.length; i++) events[i] = this.#event(from + i * 8)
    return events
  }

  #event = (at: number) => this.message.readUInt32BE(at) * 4_294_967_296 + this.message.readUInt32BE(at + 4)

  #element(): [from: number, to: number] {
    const from = this.#at[this.#column]! + 4
    const length = this.message.readInt32BE(from - 4)
    this.#at[this.#column++] = from + Math.max(0, length)
    return [from, from + length]
  }
}

/** Memory for one journey after the other. */
class Scratch {
  #memory = new Float64Array(256)

  of(length: number): Float64Array {
    if (length > this.#memory.length) this.#memory = new Float64Array(2 * length)
    return this.#memory.subarray(0, length)
  }
}

/** They arrive in order, but for what was told late. */
function inOrder<E extends number[] | Float64Array>(events: E): E {
  for (let i = 1; i < events.length; i++) if (events[i]! < events[i - 1]!) return events.sort((a, b) => a - b) as E
  return events
}

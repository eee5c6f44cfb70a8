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
  // Of visitors who never asked no more than that is known: their names stay where they are.
  const leadId = `CASE WHEN NOT starts_with(subject, '${visitorPrefix}') THEN subject END`
  await copyRows(db, [leadId, columnOf(by, 'journey'), columnOf(only?.dimension, 'journey'), 'packed'], 'funnel_journey', (row) => {
    const subject = row.key()
    const isVisitor = subject === null
    const lead = isVisitor ? undefined : leads.get(subject)
    const kept = lead?.mergedInto ? leads.get(lead.mergedInto) : lead
    const segment = row.word() ?? lead?.by ?? null
    const filter = row.word() ?? lead?.only ?? null
    // Null: nobody else is the same, and there is nothing to wait for.
    const key = unit === 'company' ? (isVisitor ? null : (kept?.company ?? lead?.mergedInto ?? subject)) : lead ? (lead.mergedInto ?? subject) : null
    if (key) {
      let found = together.get(key)
      if (!found) together.set(key, (found = { events: [], by: null, only: null }))
      row.eventsInto(found.events)
      found.by ??= kept?.by ?? segment
      found.only ??= kept?.only ?? filter
      return
    }
    if (!isWanted(filter) || (isVisitor && row.hasEvent(stormCode))) return
    if (unit === 'company') withoutCompany++
    else take({ events: inOrder(row.eventsIn(scratch)), segment })
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
    leads.set(row.key()!, { mergedInto: row.key(), company: row.key(), by: row.word(), only: row.word() })
  })
  return leads
}

/** Rows of a table as the platform’s. COPY takes no parameters: nothing of the caller's stands in the query. */
async function copyRows(db: Database, columns: (string | null)[], table: string, take: (row: CopiedRow) => void): Promise<void> {
  const present = columns.filter((column) => column !== null)
  const row = new CopiedRow(columns.map((column) => column !== null))
  await db.copyInTenant('platform', `COPY (SELECT ${present.join(', ')} FROM ${table}) TO STDOUT (FORMAT binary)`, binaryRows((view, starts, bytes) => take(row.of(view, starts, bytes))))
}

/** One row after the other, field by field. Read 200,000 times a question: it makes nothing new but the texts. */
class CopiedRow {
  #view!: DataView
  #starts!: number[]
  #bytes!: Buffer
  #column = 0
  #field = 0
  #at = 0
  #words = new Words()

  /** `present`: which of the fields that are read stand in the row; the others read as null. */
  constructor(private readonly present: boolean[]) {}

  of(view: DataView, starts: number[], bytes: Buffer): this {
    this.#view = view
    this.#starts = starts
    this.#bytes = bytes
    this.#column = this.#field = 0
    return this
  }

  /** What is only compared with others of its kind, a letter for each byte: the quickest that can be read. */
  key(): string | null {
    const length = this.#next()
    return length < 0 ? null : this.#bytes.toString('latin1', this.#at, this.#at + length)
  }

  /** One of few values of many rows. */
  word(): string | null {
    const length = this.#next()
    return length < 0 ? null : this.#words.read(this.#bytes, this.#at, length)
  }

  /** Goes to the next field; its length, below 0 of null and of what does not stand in the row. */
  #next(): number {
    if (!this.present[this.#field++]) return -1
    this.#at = this.#starts[this.#column++]!
    return this.#view.getInt32(this.#at - 4)
  }

  /** Of the events that are read next; a step stands in the last five bits. */
  hasEvent(code: number): boolean {
    const from = this.#starts[this.#column]!
    for (let i = from + 7, to = from + this.#view.getInt32(from - 4); i < to; i += 8) if ((this.#bytes[i]! & 31) === code) return true
    return false
  }

  eventsInto(events: number[]): void {
    const from = this.#starts[this.#column++]!
    for (let i = from, to = from + this.#view.getInt32(from - 4); i < to; i += 8) events.push(this.#event(i))
  }

  eventsIn(scratch: Scratch): Float64Array {
    const from = this.#starts[this.#column++]!
    const events = scratch.of(this.#view.getInt32(from - 4) / 8)
    for (let i = 0; i < events.length; i++) events[i] = this.#event(from + i * 8)
    return events
  }

  #event(at: number): number {
    return this.#view.getUint32(at) * 4_294_967_296 + this.#view.getUint32(at + 4)
  }
}

/** Texts that have been read before are the same ones again: nothing is made, and what is counted by them finds its place at once. */
class Words {
  #known = new Map<number, { bytes: Buffer; text: string }>()

  read(bytes: Buffer, from: number, length: number): string {
    if (length === 0) return ''
    const slot = (length << 16) | (bytes[from]! << 8) | bytes[from + length - 1]!
    const known = this.#known.get(slot)
    if (known && isAt(bytes, from, known.bytes)) return known.text
    const text = bytes.toString('utf8', from, from + length)
    this.#known.set(slot, { bytes: Buffer.from(text), text })
    return text
  }
}

function isAt(bytes: Buffer, from: number, word: Buffer): boolean {
  for (let i = 0; i < word.length; i++) if (bytes[from + i] !== word[i]) return false
  return true
}

/** Memory for one journey after the other; a view of each length is made once, it costs more than what is read into it. */
class Scratch {
  #memory = new Float64Array(256)
  #views: Float64Array[] = []

  of(length: number): Float64Array {
    if (length > this.#memory.length) [this.#memory, this.#views] = [new Float64Array(2 * length), []]
    return (this.#views[length] ??= this.#memory.subarray(0, length))
  }
}

/** They arrive in order, but for what was told late. */
function inOrder<E extends number[] | Float64Array>(events: E): E {
  for (let i = 1; i < events.length; i++) if (events[i]! < events[i - 1]!) return events.sort((a, b) => a - b) as E
  return events
}

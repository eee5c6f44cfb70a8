import type { TrinoSettings } from '@/lib/lake/lake-settings'
import { memoryWords, noTableWords, oneSelectWords, timeWords, verbOf, verbWords } from '@/lib/lake/query/end-words'
import type { LakeEngine } from '@/lib/lake/query/port'
import type { Cell } from '@/lib/lake/query/protocol'
import type { QueryEnd, QueryEvents, Question } from '@/lib/lake/query/run-query'
import { ask, TrinoError } from '@/lib/lake/query/trino-client'
import { cellOf, typeOf } from '@/lib/lake/query/trino-types'
import { listFigureTables } from '@/lib/lake/tables/open-tables'
import { ensurePlantCatalog } from '@/lib/lake/tables/trino-catalogs'
import { trinoUser } from '@/lib/lake/tables/trino-policy'
import type { System } from '@/lib/system'

/** Trino over the open tables of a plant, in a catalogue of its own, as a user that may read nothing else. */
export const trinoEngine = (system: System, trino: TrinoSettings): LakeEngine => ({
  name: 'trino',
  title: 'Trino',
  reads: 'gold, silver and marts as they were written last; sealed readings (bronze) only DuckDB opens',
  ask: (question, events) => new TrinoQuery(system, trino, question, events).run(),
})

const known = new Set(['SELECT', 'WITH', 'VALUES', 'TABLE', 'SHOW', 'DESCRIBE', 'DESC'])

class TrinoQuery {
  private rows = 0

  constructor(
    private readonly system: System,
    private readonly trino: TrinoSettings,
    private readonly question: Question,
    private readonly events: QueryEvents,
  ) {}

  async run(): Promise<QueryEnd> {
    const { reader, sql, limits, signal } = this.question
    if (reader.places !== null) return refused('Trino reads tables of the whole plant, of which you see a part. Ask DuckDB.')
    const verb = verbOf(sql)
    if (!known.has(verb)) return refused(verbWords(verb))
    const late = AbortSignal.timeout(limits.seconds * 1000)
    try {
      const catalog = await this.catalog()
      if (typeof catalog !== 'string') return catalog
      return await this.read(catalog, AbortSignal.any([signal, late]))
    } catch (error) {
      if (signal.aborted) return { state: 'cancelled', reason: 'Cancelled.' }
      if (late.aborted) return failed(timeWords(limits))
      return this.end(error)
    }
  }

  private async catalog(): Promise<string | QueryEnd> {
    const { reader, signal } = this.question
    const tables = await listFigureTables(this.system, reader)
    if (tables.length === 0) return failed('No table is written yet: they are when the marts are built. Build them in the catalogue, under Marts, or ask DuckDB.')
    this.events.note(`Tables as they were written on ${tables[0]!.madeAt.toISOString().slice(0, 16).replace('T', ' ')} UTC.`)
    const made = await ensurePlantCatalog(this.system, this.trino, { tenantId: reader.tenantId, isSealed: tables[0]!.isSealed, signal })
    return made.ok ? made.catalog : failed(made.reason)
  }

  private async read(catalog: string, signal: AbortSignal): Promise<QueryEnd> {
    const { sql, timeZone, limits, reader } = this.question
    const headers = { 'x-trino-catalog': catalog, 'x-trino-schema': 'gold', 'x-trino-time-zone': timeZone, 'x-trino-session': `query_max_run_time=${limits.seconds}s,query_max_memory=${limits.memoryMb}MB` }
    let types: string[] | null = null
    for await (const { columns, data = [], stats } of ask(this.trino, { sql: sql.replace(/[;\s]+$/, ''), user: trinoUser(reader.tenantId), headers, signal })) {
      if (columns && !types) {
        types = columns.map(({ type }) => type)
        this.events.columns(columns.map(({ name, type }) => ({ name, type: typeOf(type) })))
      }
      this.events.progress?.(stats?.progressPercentage === undefined ? null : stats.progressPercentage / 100)
      if (this.take(data as Cell[][], types ?? [])) return { state: 'answered', rows: this.rows, isCut: true }
    }
    return { state: 'answered', rows: this.rows, isCut: false }
  }

  /** @returns whether there were more than it may have. */
  private take(data: Cell[][], types: string[]): boolean {
    const rows = data.slice(0, this.question.limits.rows - this.rows).map((row) => row.map((cell, i) => cellOf(types[i]!, cell)))
    if (rows.length > 0) this.events.rows(rows)
    this.rows += rows.length
    return data.length > rows.length
  }

  private end(error: unknown): QueryEnd {
    if (!(error instanceof TrinoError)) {
      this.system.log.error({ err: error }, 'Trino did not answer')
      return failed('Trino did not answer. Try again in a minute, or ask DuckDB.')
    }
    const { name, message } = error
    if (/^(TABLE_NOT_FOUND|SCHEMA_NOT_FOUND|CATALOG_NOT_FOUND|PERMISSION_DENIED)$/.test(name)) return refused(this.unknown(message))
    if (message.includes("mismatched input ';'")) return refused(oneSelectWords)
    if (/FUNCTION_NOT_FOUND/.test(name) && /table function/i.test(message)) return refused(`${message} A query reads the tables of this plant, no files, no network and no settings.`)
    if (/MEMORY_LIMIT/.test(name)) return failed(memoryWords(this.question.limits))
    if (/EXCEEDED_TIME_LIMIT/.test(name)) return failed(timeWords(this.question.limits))
    if (name === 'SYNTAX_ERROR') return failed(`Not understood: ${message}`)
    return failed(message)
  }

  private unknown(message: string): string {
    const name = /(?:Table|Schema|Catalog|from columns|table)[^'\n]*'?([\w."-]+)'?/.exec(message)?.[1] ?? ''
    if (/bronze|readings/.test(message)) return 'Sealed readings (bronze) are encrypted in a way that Trino does not open. Ask DuckDB.'
    return noTableWords(name.replace(/^t_\w+__[0-9a-f]{8}\./, ''))
  }
}

const refused = (reason: string): QueryEnd => ({ state: 'refused', reason })
const failed = (reason: string): QueryEnd => ({ state: 'failed', reason })

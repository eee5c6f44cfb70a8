import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import Papa from 'papaparse'
import { orThrow } from '@/lib/adapters/outcome'
import type { HistoryTelemetry } from '@/lib/adapters/telemetry/port'
import { recordAudit } from '@/lib/audit/record'
import { below } from '@/lib/below'
import type { HistoryImport, HistoryImportState } from '@/lib/generated/prisma/client'
import { type EventTable, findEventTable } from '@/lib/history/event-fields'
import { importPath } from '@/lib/history/import-files'
import { workingStates } from '@/lib/history/imports'
import { judgeEvents } from '@/lib/history/judge-events'
import { historyLimits } from '@/lib/history/limits'
import { localSpans } from '@/lib/history/local-spans'
import { Unreadable } from '@/lib/history/look-at-file'
import type { FileForm, Mapping } from '@/lib/history/mapping'
import { loadPlantNames } from '@/lib/history/plant-names'
import type { ReadResult, ToReader } from '@/lib/history/protocol'
import type { PlanEntry } from '@/lib/history/read-sql'
import { ReaderProcess } from '@/lib/history/reader-process'
import type { Position } from '@/lib/telemetry/journal'
import type { IngestRecord } from '@/lib/telemetry/record'
import type { System } from '@/lib/system'

const dayMs = 86_400_000
/** Stored in one transaction. */
const usualBatch = 50_000
const eventsAtOnce = 1000
/** How soon it is seen that somebody cancelled. */
const lookMs = 1000

interface Pace {
  /** Readings or events of one transaction, about. */
  batch?: number
  /** Told of each stretch that is stored; a test throws there, as a worker that is killed ends there. */
  step?: (readings: number) => unknown
}

export const historyJournal = (importId: string): string => `history-${importId}`

class Cancelled extends Error {}

/**
 * The next step of an import: looks at the file, checks it, or stores it. Broken off anywhere and run again it goes on where it was:
 * the place in the file moves in the transaction that stores.
 */
export async function bringHistory(system: System, telemetry: HistoryTelemetry, { tenantId, importId }: { tenantId: string; importId: string }, pace: Pace = {}): Promise<void> {
  const found = await system.db.inTenant(tenantId, (tx) => tx.historyImport.findFirst({ where: { id: importId, state: { in: workingStates } } }))
  if (!found) return
  const folder = below(system.settings.varDir, 'history', importId)
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const work = new ImportWork(system, found, folder)
  try {
    if (found.state === 'looking') await work.look()
    else if (found.state === 'checking') await work.check()
    else await work.run(telemetry, pace)
  } catch (error) {
    if (error instanceof Cancelled) return
    if (!(error instanceof Unreadable)) throw error
    await work.end('failed', error.message)
  } finally {
    work.close()
    await rm(folder, { recursive: true, force: true })
  }
}

class ImportWork {
  private readonly reader: ReaderProcess
  private readonly watch: NodeJS.Timeout

  constructor(
    private readonly system: System,
    private readonly found: HistoryImport,
    private readonly folder: string,
  ) {
    this.reader = new ReaderProcess(folder)
    this.reader.onProgress = (ratio) => void this.save({ progress: ratio }).catch(() => undefined)
    // What runs long in the reader ends with it.
    this.watch = setInterval(() => void this.isWanted().then((yes) => yes || this.reader.close(), () => undefined), lookMs)
  }

  close(): void {
    clearInterval(this.watch)
    this.reader.close()
  }

  async look(): Promise<void> {
    const { form } = await this.ask({ kind: 'look', file: await this.fetch() }, 'form')
    await this.save({ state: 'mapping', form: form as unknown as object, progress: 0 })
  }

  /** Reads and judges everything, and keeps what it found; nothing is stored of it. */
  async check(): Promise<void> {
    if (this.table) return this.checkEvents(this.table)
    const { result, readings, refused } = await this.read()
    await this.put('readings', readings)
    await this.put('refused', refused)
    await this.save({ state: 'checked', result: result as unknown as object, progress: 0 })
  }

  async run(telemetry: HistoryTelemetry, pace: Pace): Promise<void> {
    if (this.table) return this.runEvents(telemetry, this.table, pace)
    const { batch: atLeast = usualBatch, step } = pace
    const { result } = await this.read()
    const journal = historyJournal(this.found.id)
    for (;;) {
      const from = await telemetry.stored(journal)
      const { batch } = await this.ask({ kind: 'next', from: from.offset, atLeast }, 'batch')
      if (batch.count === 0) break
      const next = { segment: 0, offset: from.offset + batch.count }
      await this.store(telemetry, from, next, { groups: batch.groups }, next.offset / result.readings)
      await step?.(next.offset)
    }
    await this.end('done')
  }

  private get table(): EventTable | undefined {
    return findEventTable(this.found.kind)
  }

  private async checkEvents(table: EventTable): Promise<void> {
    const { result, refused, events } = await this.judge(table)
    const listed = below(this.folder, 'refused.csv')
    const made = below(this.folder, 'events.json')
    await writeFile(listed, `${Papa.unparse({ fields: ['row', 'reason', 'message'], data: refused.map(({ row, reason, message }) => [row, reason, message]) }, { escapeFormulae: true })}\n`)
    await writeFile(made, JSON.stringify(events))
    await this.put('refused', listed)
    await this.put('readings', made)
    await this.save({ state: 'checked', result: result as unknown as object, progress: 0 })
  }

  /** An event is known by what it says: those that were applied before are not applied again. */
  private async runEvents(telemetry: HistoryTelemetry, table: EventTable, { batch = eventsAtOnce, step }: Pace): Promise<void> {
    const { events } = await this.judge(table)
    if (events.length !== (this.found.result as unknown as ReadResult).readings) throw new Unreadable('Lines, machines, products or reasons of the plant have changed since the check. Bring the file in again.')
    for (;;) {
      const from = await telemetry.stored(historyJournal(this.found.id))
      const some = events.slice(from.offset, from.offset + batch)
      if (some.length === 0) break
      const next = { segment: 0, offset: from.offset + some.length }
      await this.store(telemetry, from, next, { groups: [], events: some }, next.offset / events.length)
      await step?.(next.offset)
    }
    await this.end('done')
  }

  private async judge(table: EventTable) {
    const { form, mapping, checkedAt } = this.found as unknown as { form: FileForm; mapping: Extract<Mapping, { shape: 'events' }>; checkedAt: Date }
    const { oldest, newest } = boundsAt(this.system, checkedAt)
    const { rows } = await this.ask({ kind: 'read-events', file: await this.fetch(), form, mapping, spans: localSpans(mapping.timeZone, oldest, newest) }, 'rows')
    const names = await loadPlantNames(this.system, this.found.tenantId)
    return judgeEvents(rows, table, names, { ...mapping, oldest, checkedAt: checkedAt.getTime() })
  }

  /** One stretch, with the counts that the page shows, in one transaction. @throws Cancelled when somebody cancelled meanwhile; then nothing of it is stored */
  private async store(telemetry: HistoryTelemetry, from: Position, next: Position, what: Pick<IngestRecord, 'groups' | 'events'>, progress: number): Promise<void> {
    const { tenantId, id } = this.found
    const now = this.system.clock.now()
    const record = { tenantId, sourceId: `import ${id}`, webhookId: null, sha256: '', receivedAt: now.getTime(), status: 202, answer: {}, refused: [], ...what }
    const count = what.events?.length ?? 0
    await telemetry.bringIn(historyJournal(id), from, next, record, now, async (client, { stored, duplicates, events }) => {
      const kept = await client.query(`UPDATE history_import SET stored = stored + $3, already_there = already_there + $4, progress = $5 WHERE tenant_id = $1 AND id = $2 AND state = 'running'`, [tenantId, id, stored + events, duplicates + count - events, progress])
      if (kept.rowCount === 0) throw new Cancelled()
    })
  }

  async end(state: 'done' | 'failed', reason = ''): Promise<void> {
    const { tenantId, id, name } = this.found
    const now = this.system.clock.now()
    await this.system.db.asOperator(async (tx) => {
      const [row] = await tx.historyImport.updateManyAndReturn({ where: { tenantId, id, state: this.found.state }, data: { state, reason, endedAt: now } })
      if (!row) return
      await recordAudit(tx, now, { tenantId, actor: row.startedBy ?? row.createdBy, action: state === 'done' ? 'history.brought-in' : 'history.failed', subject: id, detail: { name, stored: row.stored, alreadyThere: row.alreadyThere, reason } })
      await tx.journalPosition.deleteMany({ where: { tenantId: 'platform', journal: historyJournal(id) } })
    })
  }

  private async read(): Promise<{ result: ReadResult; readings: string; refused: string }> {
    const { form, mapping, plan, checkedAt } = this.found as unknown as { form: FileForm; mapping: Exclude<Mapping, { shape: 'events' }>; plan: PlanEntry[]; checkedAt: Date }
    const [readings, refused] = [below(this.folder, 'readings.parquet'), below(this.folder, 'refused.csv')]
    const { oldest, newest } = boundsAt(this.system, checkedAt)
    const { result } = await this.ask({ kind: 'read', file: await this.fetch(), form, mapping, plan, spans: localSpans(mapping.timeZone, oldest, newest), oldest, newest, readings, refused, refusedListed: historyLimits.refusedListed }, 'result')
    return { result, readings, refused }
  }

  private async ask<K extends Parameters<ReaderProcess['ask']>[1]>(message: ToReader, wanted: K) {
    try {
      return await this.reader.ask(message, wanted)
    } catch (error) {
      if (await this.isWanted()) throw error
      throw new Cancelled()
    }
  }

  /** The upload as a file of this machine. */
  private async fetch(): Promise<string> {
    const { tenantId, bytes } = this.found
    const got = await this.system.objects.get(tenantId, importPath(this.found, 'upload'))
    if (!got.ok && got.failure.kind === 'refused') throw new Unreadable('The file is not in the object space any more. Upload it again.')
    const body = orThrow('object storage', got)
    if (body.length !== Number(bytes)) throw new Unreadable(`The file arrived with ${body.length} bytes of ${bytes}. Upload it again.`)
    const file = below(this.folder, 'upload')
    await writeFile(file, body, { mode: 0o600 })
    return file
  }

  private async put(file: 'readings' | 'refused', made: string): Promise<void> {
    if ((await stat(made)).size > 2 ** 30) throw new Unreadable('What was read of the file is larger than 1 GB. Split it.')
    orThrow('object storage', await this.system.objects.put(this.found.tenantId, importPath(this.found, file), await readFile(made)))
  }

  private async save(data: { state?: HistoryImportState; progress?: number; form?: object; result?: object }): Promise<void> {
    const { id, tenantId, state } = this.found
    await this.system.db.inTenant(tenantId, (tx) => tx.historyImport.updateMany({ where: { id, state }, data }))
  }

  private async isWanted(): Promise<boolean> {
    const { tenantId, id, state } = this.found
    return (await this.system.db.inTenant(tenantId, (tx) => tx.historyImport.count({ where: { id, state } }))) > 0
  }
}

/** How old and how new a reading may be, from the moment of the check: what is run later is judged as it was checked. */
export function boundsAt({ settings }: Pick<System, 'settings'>, checkedAt: Date): { oldest: number; newest: number } {
  const keptDays = Math.min(settings.retention.hoursDays, settings.lake.keepDays)
  return { oldest: Math.floor(checkedAt.getTime() / dayMs) * dayMs - keptDays * dayMs, newest: checkedAt.getTime() + historyLimits.aheadMs }
}

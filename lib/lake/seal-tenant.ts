import { createHash } from 'node:crypto'
import { readFile, rm } from 'node:fs/promises'
import { orThrow } from '@/lib/adapters/outcome'
import { below } from '@/lib/below'
import type { LakeFile } from '@/lib/generated/prisma/client'
import { changedWords, findChanged } from '@/lib/lake/find-changed'
import { lakeKeyOf } from '@/lib/lake/lake-key'
import { lakePath } from '@/lib/lake/lake-files'
import { localFile } from '@/lib/lake/local-file'
import { closeWindow, countFile, filesOf, giveUp, markDamaged, openCorrections, openJoin, sealedUntil } from '@/lib/lake/manifest'
import { nextWindow } from '@/lib/lake/next-window'
import { ParquetWriter } from '@/lib/lake/parquet-writer'
import { planCompaction } from '@/lib/lake/plan-compaction'
import { readWindow } from '@/lib/lake/read-window'
import { forgetOldFiles, removeReplaced, sweepOrphans } from '@/lib/lake/sweep-lake'
import type { System } from '@/lib/system'

const hourMs = 3_600_000

/** Told of each step once it is done; a test throws there, as a process that is killed ends there. */
export type Step = (name: 'closed' | 'assigned' | 'planned' | 'written' | 'stored' | 'counted' | 'removed') => void

/**
 * Brings the lake of one tenant up to now: what an earlier run left, windows that are over, late readings, joins, what is
 * no longer kept. Only one at a time, which the caller's lock sees to. May be broken off anywhere and run again.
 */
export async function sealTenant(system: System, tenantId: string, step: Step = () => undefined): Promise<void> {
  const work = new LakeWork(system, tenantId, step)
  try {
    await work.finish()
    for (let window = await work.window(); window; window = await work.window()) {
      await closeWindow(system, tenantId, window)
      step('closed')
      await work.finish()
    }
    await openCorrections(system, tenantId)
    step('assigned')
    await work.finish()
    for (const join of planCompaction(await filesOf(system, tenantId, 'live'), system.clock.now().getTime())) {
      await openJoin(system, tenantId, join)
      step('planned')
      await work.finish()
    }
    await forgetOldFiles(system, tenantId)
    await removeReplaced(system, tenantId)
    step('removed')
    if (work.isFirstOfHour) await sweepOrphans(system, tenantId)
  } finally {
    await work.close()
  }
}

class LakeWork {
  private writer: ParquetWriter | undefined
  private readonly folder: string
  private readonly began: number

  constructor(
    private readonly system: System,
    private readonly tenantId: string,
    private readonly step: Step,
  ) {
    this.folder = below(system.settings.varDir, 'lake', 'drafts', tenantId)
    this.began = system.clock.now().getTime()
  }

  get isFirstOfHour(): boolean {
    return this.began % hourMs < 60_000
  }

  async window() {
    const { clock, settings } = this.system
    const until = (await sealedUntil(this.system, this.tenantId)) ?? (await this.beginning())
    if (until === null || !(await this.hasReadingsFrom(until))) return null
    return nextWindow(until, clock.now().getTime(), settings.lake)
  }

  /** Writes every file that stands in the manifest and is not there yet, in the order in which they were opened. */
  async finish(): Promise<void> {
    for (const file of await filesOf(this.system, this.tenantId, 'writing')) await this.write(file)
  }

  async close(): Promise<void> {
    this.writer?.close()
    await rm(this.folder, { recursive: true, force: true })
  }

  private async write(file: LakeFile): Promise<void> {
    const draft = below(this.folder, `${file.id}.parquet`)
    const rows = await this.fill(file, draft)
    if (rows === null) return
    this.step('written')
    const body = rows > 0 ? await readFile(draft) : Buffer.alloc(0)
    if (rows > 0) await this.store(file, body)
    await rm(draft, { force: true })
    this.step('stored')
    await countFile(this.system, file, { rows, bytes: body.length, sha256: sha256Of(body) })
    this.step('counted')
  }

  private async store(file: LakeFile, body: Buffer): Promise<void> {
    orThrow('object storage', await this.system.objects.put(this.tenantId, lakePath(file), body))
  }

  /** @returns null when the file was given up. */
  private async fill(file: LakeFile, draft: string): Promise<number | null> {
    const writer = (this.writer ??= await this.open())
    if (file.replaces.length > 0) return this.join(writer, file, draft)
    if (file.kind === 'correction') return writer.writeReadings(draft, (sink) => this.giveLate(file.id, sink.add))
    return writer.writeReadings(draft, (sink) => readWindow(this.system.db, this.tenantId, { from: file.startsAt.getTime(), to: file.endsAt.getTime() }, sink))
  }

  private async join(writer: ParquetWriter, file: LakeFile, draft: string): Promise<number | null> {
    const parts = await this.system.db.asOperator((tx) => tx.lakeFile.findMany({ where: { tenantId: this.tenantId, id: { in: file.replaces } } }))
    const files: string[] = []
    for (const part of parts) {
      const local = await localFile(this.system, this.tenantId, part)
      if (local.ok) files.push(local.value)
      else if (local.failure.kind !== 'refused') throw new Error(`object storage: ${local.failure.message}`)
      else {
        await this.leaveOut(file, part.id, local.failure.message)
        return null
      }
    }
    const rows = await writer.join(draft, files).catch(async (error: unknown) => {
      const bad = await findChanged(this.system, this.tenantId, parts)
      if (!bad) throw error
      if (bad.isCopy) await giveUp(this.system, file)
      else await this.leaveOut(file, bad.id, changedWords(bad.id))
      return null
    })
    if (rows === null) return null
    const expected = parts.reduce((sum, part) => sum + Number(part.rows), 0)
    if (rows !== expected) throw new Error(`joining the files of ${file.id} gave ${rows} rows of ${expected}`)
    return rows
  }

  private async leaveOut(join: LakeFile, damaged: string, why: string): Promise<void> {
    this.system.log.error({ tenant: this.tenantId, file: damaged, why }, 'a file of the lake is damaged')
    await markDamaged(this.system, { tenantId: this.tenantId, id: damaged }, why)
    await giveUp(this.system, join)
  }

  private async giveLate(fileId: string, add: (signal: string, times: Float64Array, values: Float64Array) => void): Promise<void> {
    const { rows } = await this.system.db.operatorPool.query<{ signal: string; times: number[]; vals: number[] }>('SELECT signal_id AS signal, times, vals FROM lake_late WHERE tenant_id = $1 AND file_id = $2', [this.tenantId, fileId])
    for (const { signal, times, vals } of rows) add(signal, Float64Array.from(times), Float64Array.from(vals))
  }

  private async open(): Promise<ParquetWriter> {
    const key = await lakeKeyOf(this.system, this.tenantId)
    if (!key.ok) throw new Error(`the key of ${this.tenantId}: ${key.failure.message}`)
    const { cryptoFile } = this.system.settings.lake
    if (!cryptoFile) throw new Error('DuckDB has no cryptography to write with: start the product once with a way to PyPI, or name the extension in LAKE_CRYPTO_FILE')
    return ParquetWriter.open({ cryptoFile, key: key.value, tempDir: this.folder })
  }

  /** Where a lake that is new begins: the start of the hour of the oldest reading that is kept. */
  private async beginning(): Promise<number | null> {
    const rows = await this.system.db.inTenant(this.tenantId, (tx) => tx.$queryRaw<{ ms: number | null }[]>`SELECT (extract(epoch FROM date_trunc('hour', min(starts_at))) * 1000)::float8 AS ms FROM telemetry_chunk`)
    return rows[0]!.ms
  }

  private async hasReadingsFrom(ms: number): Promise<boolean> {
    return (await this.system.db.asOperator((tx) => tx.signalLatest.findFirst({ where: { tenantId: this.tenantId, t: { gte: new Date(ms) } }, select: { signalId: true } }))) !== null
  }
}

const sha256Of = (body: Buffer): string => createHash('sha256').update(body).digest('hex')

import { readdir, readFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { tablesFolder } from '@/lib/adapters/objects/object-path'
import { type Outcome, orThrow } from '@/lib/adapters/outcome'
import { recordAudit } from '@/lib/audit/record'
import { below } from '@/lib/below'
import { inTurn } from '@/lib/lake/in-turn'
import { productTables } from '@/lib/lake/query/tables'
import { type Part, whereOf } from '@/lib/lake/tables/open-tables'
import { inputRows, martRows, productRows, type TableRows } from '@/lib/lake/tables/table-rows'
import { type WrittenTable, writeTables } from '@/lib/lake/tables/write-tables'
import { loadTenant } from '@/lib/plant/views/load-tenant'
import type { System } from '@/lib/system'

/** Told of each step once it is done; a test throws there, as a process that is killed ends there. */
export type TableStep = (name: 'written' | 'stored' | 'counted' | 'removed') => void

const partOf = (schema: string): Part => (schema === 'input' ? 'input' : 'figures')

/**
 * Writes the marts of a run of dbt, and the product's own tables as they are now, as Iceberg and Delta tables into the
 * tenant's object space. May be broken off anywhere and run again: new files are referred to by nothing until the row in
 * `lake_table` (Iceberg) or the last file of the log (Delta) is there, and rows that did not change make no new version.
 * @returns how many tables there are. @throws when the object space or Python fails; the tables then stay as they were
 */
export function exportTables(system: System, tenantId: string, marts: string, { step = () => undefined, product = productTables }: { step?: TableStep; product?: typeof productTables } = {}): Promise<number> {
  return inTurn(system, 'lake tables', tenantId, async () => {
    const { timeZone } = await loadTenant(system, tenantId)
    return new TableExport(system, tenantId, 'figures', step).run(async (folder) => [...(await martRows(marts, folder)), ...(await productRows(system, { tenantId, timeZone, product }, folder))])
  })
}

/** The same for what the models of a run stand on: `input.<table>` of each Parquet file in the folder `silver`. */
export const exportInput = (system: System, tenantId: string, silver: string): Promise<number> => inTurn(system, 'lake tables', tenantId, () => new TableExport(system, tenantId, 'input', () => undefined).run((folder) => inputRows(silver, folder)))

class TableExport {
  constructor(
    private readonly system: System,
    private readonly tenantId: string,
    private readonly part: Part,
    private readonly step: TableStep,
  ) {}

  async run(rowsIn: (folder: string) => Promise<TableRows[]>): Promise<number> {
    const work = await mkdtemp(path.join(tmpdir(), 'millrace-tables-'))
    try {
      const [folder, rowsFolder] = [path.join(work, 'files/'), path.join(work, 'rows')]
      await Promise.all([mkdir(folder), mkdir(rowsFolder)])
      const tables = await rowsIn(rowsFolder)
      const [base, kept, there] = [await this.base(), await this.kept(), await this.bring(folder)]
      const asked = tables.map(({ name, file, digest }) => ({ name, rows: file, digest, metadata: kept.get(name) ?? null }))
      const written = await writeTables(this.system.settings.dbtPython!, { folder, base, tables: asked })
      this.step('written')
      await this.store(folder, there)
      this.step('stored')
      await this.count(base, tables, written)
      this.step('counted')
      await this.sweep(base, written)
      this.step('removed')
      return written.length
    } finally {
      await rm(work, { recursive: true, force: true })
    }
  }

  private get isSealed(): boolean {
    return this.system.settings.lake.tables === 'sealed'
  }

  /** Address of the folder with the tables, as other programs name it. */
  private async base(): Promise<string> {
    const { objects } = this.system
    const access = need(await objects.access(this.tenantId))
    if (access) return `s3://${access.bucket}/${tablesFolder}`
    const file = need(await objects.fileOf(this.tenantId, `${tablesFolder}base`))!
    return `file://${path.dirname(file)}/`
  }

  /** Iceberg metadata that counts; of the kind that is asked for now, else all begins anew. */
  private async kept(): Promise<Map<string, string>> {
    const rows = await this.system.db.inTenant(this.tenantId, (tx) => tx.lakeTable.findMany({ where: { isSealed: this.isSealed }, select: { name: true, metadata: true } }))
    return new Map(rows.map(({ name, metadata }) => [name, metadata]))
  }

  /** What the tables were so far, without their data: that is only left out of what counts, never read. */
  private async bring(folder: string): Promise<Set<string>> {
    const listed = await this.list()
    const isOther = (await this.system.db.inTenant(this.tenantId, (tx) => tx.lakeTable.count({ where: { ...whereOf(this.part), isSealed: !this.isSealed } }))) > 0
    if (isOther) return new Set()
    for (const name of listed.filter((each) => /\/(metadata|_delta_log)\//.test(each))) {
      const body = need(await this.system.objects.get(this.tenantId, `${tablesFolder}${name}`))
      await mkdir(path.dirname(below(folder, name)), { recursive: true })
      await writeFile(below(folder, name), body)
    }
    return new Set(listed)
  }

  /** Files of this part: `iceberg/<schema>/…`, `delta/<schema>/…`. */
  private async list(): Promise<string[]> {
    const listed = need(await this.system.objects.list(this.tenantId)).filter(({ path: name }) => name.startsWith(tablesFolder)).map(({ path: name }) => name.slice(tablesFolder.length))
    return listed.filter((name) => partOf(name.split('/')[1] ?? '') === this.part)
  }

  /** Data before what refers to it. */
  private async store(folder: string, there: Set<string>): Promise<void> {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true })
    const names = entries.filter((entry) => entry.isFile()).map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    const made = names.filter((name) => !there.has(name)).sort((a, b) => order(a) - order(b))
    for (const name of made) need(await this.system.objects.put(this.tenantId, `${tablesFolder}${name}`, await readFile(below(folder, name))))
  }

  /** From here on the new versions count, all at one moment. */
  private async count(base: string, tables: TableRows[], written: WrittenTable[]): Promise<void> {
    const { db, clock } = this.system
    const now = clock.now()
    await db.inTenant(this.tenantId, async (tx) => {
      for (const { name, iceberg, delta } of written) {
        const { columns } = tables.find((one) => one.name === name)!
        const counts = { metadata: iceberg.metadata, version: iceberg.version, rows: iceberg.rows, columns, isSealed: this.isSealed, delta: base + deltaFolder(name), deltaVersion: delta.version, madeAt: now }
        await tx.lakeTable.upsert({ where: { tenantId_name: { tenantId: this.tenantId, name } }, create: { tenantId: this.tenantId, name, ...counts }, update: counts })
      }
      await tx.lakeTable.deleteMany({ where: { AND: [whereOf(this.part), { name: { notIn: written.map(({ name }) => name) } }] } })
      await recordAudit(tx, now, { tenantId: this.tenantId, actor: 'worker', action: 'lake.tables.written', subject: base, detail: { part: this.part, tables: written.length } })
    })
  }

  /** What no version that is kept refers to: of versions before, and of runs that broke off. */
  private async sweep(base: string, written: WrittenTable[]): Promise<void> {
    const needed = new Set(written.flatMap(({ name, iceberg, delta }) => [...iceberg.files.map((file) => file.slice(base.length)), ...delta.files.map((file) => `${deltaFolder(name)}/${file}`)]))
    const logs = new Set(written.map(({ name }) => `${deltaFolder(name)}/_delta_log`))
    for (const name of await this.list()) {
      if (!needed.has(name) && !logs.has(path.dirname(name))) need(await this.system.objects.remove(this.tenantId, `${tablesFolder}${name}`))
    }
  }
}

/** Where a table lies as Delta; Iceberg's place is in its metadata. */
const deltaFolder = (name: string): string => `delta/${name.replace('.', '/')}`

const order = (name: string): number => (/\/_delta_log\/|\.metadata\.json$/.test(name) ? 2 : name.includes('/metadata/') ? 1 : 0)

const need = <T>(outcome: Outcome<T>): T => orThrow('object storage', outcome)

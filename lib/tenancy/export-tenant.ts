import { closeSync, openSync, writeSync } from 'node:fs'
import { strToU8, Zip, ZipDeflate } from 'fflate'
import { recordAudit } from '@/lib/audit/record'
import type { System } from '@/lib/system'
import { tenantTables } from '@/lib/tenancy/tenant-rows'

/** Not the tenant's to take: what lets somebody in. Tables as a whole, and columns of others. */
const secretTables = ['session', 'one_time_token', 'rate_limit', 'space_credential']
const secretColumns = ['password_hash', 'token_hash', 'key_hash', 'api_key_hash', 'previous_api_key_hash', 'previous_hash', 'sealed_url', 'wrapped_data_key']

interface Table {
  name: string
  columns: string[]
}

/**
 * Everything of a tenant as one zip at `file`: each table as NDJSON and as CSV, each file of its object space, and a
 * manifest with the counts. Written to disk as it comes: memory stays bounded. Read as the tenant, under row-level security.
 * @throws when a neighbour does not answer; the file is then not whole
 */
export async function exportTenant(system: System, tenantId: string, file: string, actor: string): Promise<void> {
  const now = system.clock.now()
  const tables = await system.db.asOperator(async (tx) => {
    const names = (await tenantTables(tx)).filter((name) => !secretTables.includes(name))
    const columns = await tx.$queryRaw<{ table: string; column: string }[]>`
      SELECT table_name AS table, column_name AS column FROM information_schema.columns WHERE table_schema = 'public' AND table_name = ANY(${['tenant', ...names]}) ORDER BY ordinal_position`
    return ['tenant', ...names].map((name): Table => ({ name, columns: columns.filter((one) => one.table === name && !secretColumns.includes(one.column)).map(({ column }) => column) }))
  })
  const handle = openSync(file, 'w', 0o600)
  try {
    const zip = new Zip((error, chunk) => {
      if (error) throw error
      writeSync(handle, chunk)
    })
    const counts: Record<string, number> = {}
    for (const table of tables) counts[table.name] = await addTable(system, zip, tenantId, table)
    const files = await addFiles(system, zip, tenantId)
    addText(zip, 'manifest.json', `${JSON.stringify({ tenant: tenantId, exportedAt: now.toISOString(), rows: counts, files }, null, 2)}\n`)
    zip.end()
  } finally {
    closeSync(handle)
  }
  await system.db.asOperator((tx) => recordAudit(tx, now, { tenantId, actor, action: 'tenant.exported', subject: tenantId }))
}

function entryOf(zip: Zip, name: string): ZipDeflate {
  const entry = new ZipDeflate(name, { level: 6 })
  zip.add(entry)
  return entry
}

const nothing = new Uint8Array(0)

async function addTable(system: System, zip: Zip, tenantId: string, { name, columns }: Table): Promise<number> {
  // Names come from the catalogue.
  const wanted = `SELECT ${columns.map((column) => `"${column}"`).join(', ')} FROM "${name}"`
  let rows = 0
  const lines = entryOf(zip, `ndjson/${name}.ndjson`)
  await system.db.copyInTenant(tenantId, `COPY (SELECT to_jsonb(t) FROM (${wanted}) t) TO STDOUT`, (message) => {
    rows++
    // COPY doubles the backslashes of its text.
    lines.push(strToU8(message.toString('utf8').replaceAll('\\\\', '\\')))
  })
  lines.push(nothing, true)
  const cells = entryOf(zip, `csv/${name}.csv`)
  await system.db.copyInTenant(tenantId, `COPY (${wanted}) TO STDOUT (FORMAT csv, HEADER)`, (message) => cells.push(Uint8Array.from(message)))
  cells.push(nothing, true)
  return rows
}

async function addFiles(system: System, zip: Zip, tenantId: string): Promise<number> {
  const listed = await system.objects.list(tenantId)
  if (!listed.ok) throw new Error(listed.failure.message)
  for (const { path } of listed.value) {
    const object = await system.objects.get(tenantId, path)
    if (!object.ok) throw new Error(`${path}: ${object.failure.message}`)
    entryOf(zip, `files/${path}`).push(new Uint8Array(object.value), true)
  }
  return listed.value.length
}

function addText(zip: Zip, name: string, text: string): void {
  entryOf(zip, name).push(strToU8(text), true)
}

import { type CatalogueTable, catalogs, catalogueTables, schemas } from '@/lib/catalogue/catalogue-tables'
import { loadExtents, recordRead } from '@/lib/catalogue/load-catalogue'
import { emptyNote, loadNotes, type TableNoteInput } from '@/lib/catalogue/table-notes'
import type { Person } from '@/lib/auth/person'
import { countQuery } from '@/lib/metering/count-query'
import type { System } from '@/lib/system'

export interface UnityAnswer {
  status: number
  body: unknown
}

const usualPage = 100

/**
 * The read part of the Unity Catalog REST API (2.1): catalogs, schemas and tables, listed in pages and one by one. Names,
 * fields and errors are as its server answers them, so that its clients read this catalogue.
 */
export async function answerUnity(system: System, person: Person, [kind, name, ...more]: string[], params: URLSearchParams): Promise<UnityAnswer> {
  countQuery(system, person.tenantId)
  if (more.length > 0) return missing('Endpoint', [kind, name, ...more].join('/'))
  if (kind === 'catalogs') return name ? one('Catalog', name, catalogs, catalogInfo) : page('catalogs', catalogs.map(catalogInfo), params)
  if (kind === 'schemas') return name ? one('Schema', name, allSchemas, schemaInfo) : listSchemas(params)
  if (kind === 'tables') return name ? oneTable(system, person, name) : listTables(system, person, params)
  return missing('Endpoint', kind ?? '')
}

const allSchemas = catalogs.flatMap((catalog) => schemas.filter(({ name }) => catalogueTables.some((table) => table.catalog === catalog.name && table.schema === name)).map(({ name, meaning }) => ({ name: `${catalog.name}.${name}`, meaning })))

type Named = { name: string; meaning: string }
const catalogInfo = ({ name, meaning }: Named) => ({ name, comment: meaning, id: `millrace.${name}` })
const schemaInfo = ({ name, meaning }: Named) => ({ name: name.split('.')[1], catalog_name: name.split('.')[0], full_name: name, comment: meaning, schema_id: `millrace.${name}` })

function one(what: string, name: string, all: Named[], info: (one: Named) => unknown): UnityAnswer {
  const found = all.find((each) => each.name === name)
  return found ? { status: 200, body: info(found) } : missing(what, name)
}

function listSchemas(params: URLSearchParams): UnityAnswer {
  const catalog = params.get('catalog_name')
  if (!catalog) return invalid('catalog_name is required.')
  if (!catalogs.some(({ name }) => name === catalog)) return missing('Catalog', catalog)
  return page('schemas', allSchemas.filter(({ name }) => name.startsWith(`${catalog}.`)).map(schemaInfo), params)
}

async function listTables(system: System, person: Person, params: URLSearchParams): Promise<UnityAnswer> {
  const [catalog, schema] = [params.get('catalog_name'), params.get('schema_name')]
  if (!catalog || !schema) return invalid('catalog_name and schema_name are required.')
  if (!allSchemas.some(({ name }) => name === `${catalog}.${schema}`)) return missing('Schema', `${catalog}.${schema}`)
  const notes = await loadNotes(system, person)
  return page('tables', catalogueTables.filter((table) => table.catalog === catalog && table.schema === schema).map((table) => tableInfo(table, notes)), params)
}

/** With how many rows there are and how new they are, which stands in the audit trail. */
async function oneTable(system: System, person: Person, name: string): Promise<UnityAnswer> {
  const table = catalogueTables.find(({ fullName }) => fullName === name)
  if (!table) return missing('Table', name)
  const [notes, extents] = await Promise.all([loadNotes(system, person), loadExtents(system, person, [table])])
  await recordRead(system, person, table, 'api')
  const info = tableInfo(table, notes)
  const { rows, newest } = extents.get(table.sqlName)!
  return { status: 200, body: { ...info, properties: { ...info.properties, ...(rows !== null && { row_count: String(rows) }), ...(newest && { newest_row_at: newest.toISOString() }) } } }
}

const typeNames: Record<string, string> = { VARCHAR: 'STRING', DOUBLE: 'DOUBLE', INTEGER: 'INT', TIMESTAMP: 'TIMESTAMP_NTZ', TIMESTAMPTZ: 'TIMESTAMP' }

function tableInfo(table: CatalogueTable, notes: Map<string, TableNoteInput>) {
  const { owner, description, tags, terms } = notes.get(table.sqlName) ?? emptyNote(table.sqlName)
  return {
    name: table.name, catalog_name: table.catalog, schema_name: table.schema, table_id: `millrace.${table.fullName}`,
    // Readings lie in files of the plant's own space; the others are made when they are asked.
    table_type: table.catalog === 'bronze' ? 'MANAGED' : 'VIEW', ...(table.catalog === 'bronze' && { data_source_format: 'PARQUET' }),
    comment: description || `${table.title}: ${table.row}`,
    ...(owner && { owner }),
    properties: { asked_as: table.sqlName, ...(tags.length > 0 && { tags: tags.join(',') }), ...(terms.length > 0 && { terms: terms.join(',') }) } as Record<string, string>,
    columns: table.columns.map(({ name, type, meaning }, position) => {
      const typeName = typeNames[type]!
      const typeText = typeName.toLowerCase()
      return { name, type_text: typeText, type_json: JSON.stringify({ name, type: typeText, nullable: true, metadata: {} }), type_name: typeName, position, comment: meaning, nullable: true }
    }),
  }
}

/** `page_token` is the place of the first one; an empty `next_page_token` is the end. */
function page(key: string, all: unknown[], params: URLSearchParams): UnityAnswer {
  const [token, asked] = [params.get('page_token') || '0', Number(params.get('max_results') ?? 0)]
  if (!/^\d{1,6}$/.test(token)) return invalid('page_token is not one that was given here. Begin without it.')
  if (!Number.isInteger(asked) || asked < 0) return invalid('max_results is a whole number from 0; 0 is as many as one page holds.')
  const from = Number(token)
  const to = from + Math.min(asked || usualPage, usualPage)
  return { status: 200, body: { [key]: all.slice(from, to), next_page_token: to < all.length ? String(to) : null } }
}

const problem = (status: number, code: string, message: string): UnityAnswer => ({ status, body: { error_code: code, message, details: [{ '@type': 'google.rpc.ErrorInfo', reason: code, metadata: {} }] } })
const missing = (what: string, name: string) => problem(404, what === 'Endpoint' ? 'NOT_FOUND' : `${what.toUpperCase()}_NOT_FOUND`, `${what} not found: ${name}`)
const invalid = (message: string) => problem(400, 'INVALID_ARGUMENT', message)

export const notSignedIn = problem(401, 'UNAUTHENTICATED', 'Send an API key as Authorization: Bearer mrk_…, or sign in.')
export const notAllowed = problem(403, 'PERMISSION_DENIED', 'Your role does not look at the plant.')

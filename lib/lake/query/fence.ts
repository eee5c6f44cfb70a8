import { noTableWords, oneSelectWords, verbOf, verbWords } from '@/lib/lake/query/end-words'

/** What `json_serialize_sql` of DuckDB answers. */
interface Serialized {
  error: boolean
  error_type?: string
  error_message?: string
  statements?: unknown[]
}

export type Fenced = { ok: true; tables: string[] } | { ok: false; kind: 'refused' | 'failed'; reason: string }

/** They make rows of nothing or of what stands in the query; every other one reads files, settings or the network. */
const tableFunctions = new Set(['range', 'generate_series', 'unnest', 'repeat', 'json_each', 'json_tree'])

/**
 * Judges a query by its parsed form: one SELECT that reads the tenant's own tables and nothing else. This is the first
 * fence and gives the reasons; DuckDB itself, locked to the tenant's files, is the second.
 */
export function fence(sql: string, serialized: Serialized, schemas: Record<string, string>): Fenced {
  if (serialized.error) return whyNot(sql, serialized)
  if (serialized.statements?.length !== 1) return refused(oneSelectWords)
  const found = { tables: [] as { schema: string; catalog: string; name: string }[], functions: [] as string[], ctes: new Set<string>() }
  walk(serialized.statements[0], found)
  const odd = found.functions.find((name) => !tableFunctions.has(name.toLowerCase()))
  if (odd) return refused(`${odd}() is refused: a query reads the tables of this plant, no files, no network and no settings.`)
  const needed = new Set<string>()
  for (const { schema, catalog, name } of found.tables) {
    if (schema === '' && found.ctes.has(name)) continue
    if (catalog !== '' || !isKnown(schema, name, schemas)) return refused(noTableWords([catalog, schema, name].filter(Boolean).join('.')))
    if (name !== 'readings' && schema !== 'information_schema') needed.add(name)
  }
  return { ok: true, tables: [...needed] }
}

const refused = (reason: string): Fenced => ({ ok: false, kind: 'refused', reason })

const isKnown = (schema: string, name: string, schemas: Record<string, string>) =>
  name === 'readings' ? ['', 'bronze'].includes(schema) : schema === 'information_schema' || (Object.hasOwn(schemas, name) && ['', schemas[name]].includes(schema))

function whyNot(sql: string, { error_type: type, error_message: message = '' }: Serialized): Fenced {
  if (!message.includes('Only SELECT')) return { ok: false, kind: 'failed', reason: type === 'parser' ? `Not understood: ${message}` : message }
  return refused(verbWords(verbOf(sql)))
}

function walk(node: unknown, found: { tables: { schema: string; catalog: string; name: string }[]; functions: string[]; ctes: Set<string> }): void {
  if (Array.isArray(node)) return node.forEach((each) => walk(each, found))
  if (typeof node !== 'object' || node === null) return
  const fields = node as Record<string, unknown>
  if (fields.type === 'BASE_TABLE') found.tables.push({ schema: text(fields.schema_name), catalog: text(fields.catalog_name), name: text(fields.table_name) })
  if (fields.type === 'TABLE_FUNCTION') found.functions.push(text((fields.function as Record<string, unknown> | undefined)?.function_name))
  if (fields.type === 'SHOW_REF' && text(fields.table_name) !== '') found.tables.push({ schema: text(fields.schema_name), catalog: text(fields.catalog_name), name: text(fields.table_name).replaceAll('"', '') })
  const ctes = (fields.cte_map as { map?: { key: string }[] } | undefined)?.map
  ctes?.forEach(({ key }) => found.ctes.add(key))
  if (fields.type === 'RECURSIVE_CTE_NODE' || fields.type === 'CTE_NODE') found.ctes.add(text(fields.cte_name))
  Object.values(fields).forEach((each) => walk(each, found))
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

type Fields = Record<string, unknown>

/**
 * Least and greatest of the signals that a parsed query can need; null when it may need any. DuckDB joins a list of more
 * than a few against every row instead of skipping row groups, which reads a whole day for one line: bounds on the view
 * let it skip. They are sound when every SELECT from `readings` has, as a condition that must hold, `signal IN` a list of texts.
 */
export function signalBounds(serialized: unknown): { least: string; most: string } | null {
  const found = { uses: 0, lists: [] as string[][] }
  walk(serialized, found)
  if (found.uses === 0 || found.lists.length !== found.uses) return null
  return boundsOf(found.lists.flat())
}

/** In the order of DuckDB: by bytes of UTF-8. */
export function boundsOf(signals: string[]): { least: string; most: string } | null {
  const sorted = signals.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
  return sorted.length === 0 ? null : { least: sorted[0]!, most: sorted.at(-1)! }
}

function walk(node: unknown, found: { uses: number; lists: string[][] }): void {
  if (Array.isArray(node)) return node.forEach((each) => walk(each, found))
  if (!isFields(node)) return
  if (isReadings(node)) found.uses++
  if (node.type === 'SELECT_NODE' && isReadings(node.from_table) && isPlain(node.from_table)) {
    const list = conditions(node.where_clause).map((one) => listed(one, node.from_table as Fields)).find((one) => one !== null)
    if (list) found.lists.push(list)
  }
  Object.values(node).forEach((each) => walk(each, found))
}

const isFields = (node: unknown): node is Fields => typeof node === 'object' && node !== null
const isReadings = (node: unknown): node is Fields => isFields(node) && node.type === 'BASE_TABLE' && node.table_name === 'readings'
/** Neither sampled, which comes before conditions, nor with other names for its columns. */
const isPlain = ({ sample, column_name_alias: names }: Fields): boolean => sample === null && Array.isArray(names) && names.length === 0

const conditions = (node: unknown): unknown[] => (isFields(node) && node.type === 'CONJUNCTION_AND' ? (node.children as unknown[]).flatMap(conditions) : [node])

/** The texts of `signal IN (…)`; null for any other condition. */
function listed(node: unknown, from: Fields): string[] | null {
  if (!isFields(node) || node.type !== 'COMPARE_IN') return null
  const [column, ...values] = node.children as Fields[]
  const names = column!.type === 'COLUMN_REF' ? (column!.column_names as string[]) : []
  const isSignal = names.at(-1) === 'signal' && (names.length === 1 || (names.length === 2 && names[0] === (from.alias || from.table_name)))
  const texts = values.map(({ type, value }) => (type === 'VALUE_CONSTANT' && isFields(value) && typeof value.value === 'string' ? value.value : null))
  return isSignal && texts.every((text) => text !== null) ? texts : null
}

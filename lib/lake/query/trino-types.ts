import type { Cell } from '@/lib/lake/query/protocol'

/** Names of Trino's types as DuckDB has them. */
export function typeOf(type: string): string {
  const list = /^array\((.*)\)$/.exec(type)
  if (list) return `${typeOf(list[1]!)}[]`
  if (/^timestamp(\(\d+\))? with time zone$/.test(type)) return 'TIMESTAMP WITH TIME ZONE'
  return type.replace(/^(varchar|char|timestamp|time)\(\d+\)$/, '$1').replace(/^real$/, 'float').toUpperCase()
}

/** Cells as DuckDB writes them: 64 bits as text, fractions of seconds without zeros at their end. */
export function cellOf(type: string, cell: Cell): Cell {
  if (cell === null) return null
  if (type === 'bigint') return String(cell)
  if (type.startsWith('timestamp')) return String(cell).replace(/(\.\d*?)0+(?=$| )/, '$1').replace(/\.(?=$| )/, '').replace(/ UTC$/, '+00')
  if (type.startsWith('array') && Array.isArray(cell)) return cell.map((each) => cellOf(/^array\((.*)\)$/.exec(type)![1]!, each))
  return cell
}

import { Float64, Int32, type DataType, Table, tableToIPC, TimestampMillisecond, Utf8, vectorFromArray } from 'apache-arrow'
import { cellsOf, columnType, type ResultTable } from '@/lib/lake/query/result-file'
import type { ColumnType } from '@/lib/plant/write-parquet'

const types: Record<ColumnType, () => DataType> = { text: () => new Utf8(), double: () => new Float64(), integer: () => new Int32(), timestamp: () => new TimestampMillisecond('UTC') }

/** The answer as an Arrow IPC file (Feather 2): the types of the Parquet file, moments in UTC to the millisecond. */
export function toArrow({ columns, rows }: ResultTable): Buffer {
  const vectors = columns.map(({ name, type }, i) => {
    const kind = columnType(type)
    return [name, vectorFromArray(cellsOf(kind, rows.map((row) => row[i]!)), types[kind]())] as const
  })
  return Buffer.from(tableToIPC(new Table(Object.fromEntries(vectors)), 'file'))
}

import { type ExportTable, exportTables, type TableSubject } from '@/lib/plant/export-tables'
import { goldTables } from '@/lib/plant/gold/gold-tables'

export interface LakeColumn {
  name: string
  type: string
  meaning: string
}

export interface LakeTable {
  /** bronze: readings as they came, in sealed files. silver: what the product knows, cleaned and named. gold: figures made of it, as a BI tool gets them. Both are read when they are asked. */
  schema: 'bronze' | 'silver' | 'gold'
  subject: TableSubject
  name: string
  title: string
  row: string
  columns: LakeColumn[]
}

/** The product's own tables, by the name under which they are asked; a name stands in one schema only. */
export const productTables: Map<string, { schema: 'silver' | 'gold'; table: ExportTable }> = new Map([
  // `readings` there are those of a story; those of the gateway are bronze.
  ...exportTables.filter(({ id }) => id !== 'readings').concat(signalTable()).map((table) => named('silver', table)),
  ...goldTables.map((table) => named('gold', table)),
])

function named(schema: 'silver' | 'gold', table: ExportTable): [string, { schema: 'silver' | 'gold'; table: ExportTable }] {
  return [table.id.replaceAll('-', '_'), { schema, table }]
}

const sqlTypes = { text: 'VARCHAR', double: 'DOUBLE', integer: 'INTEGER', timestamp: 'TIMESTAMP' } as const

/** Every table that can be asked; what is not here cannot. */
export const lakeTables: LakeTable[] = [
  {
    schema: 'bronze',
    subject: 'equipment',
    name: 'readings',
    title: 'Readings, sealed',
    row: 'one reading of one signal; there a few minutes after it came',
    columns: [
      { name: 'signal', type: 'VARCHAR', meaning: 'Signal' },
      { name: 'time', type: 'TIMESTAMPTZ', meaning: 'When it was measured; shown and truncated in the time of the site' },
      { name: 'value', type: 'DOUBLE', meaning: 'Value, in the unit of the signal' },
    ],
  },
  ...[...productTables].map(([name, { schema, table: { subject, title, row, columns } }]): LakeTable => ({ schema, subject, name, title, row, columns: columns.map((column) => ({ name: column.name, type: sqlTypes[column.type], meaning: column.meaning })) })),
]

function signalTable(): ExportTable {
  return {
    id: 'signals',
    subject: 'equipment',
    title: 'Signals',
    row: 'one signal, where it is and in which unit',
    source: 'signal x JOIN plant_node n ON n.id = x.node_id LEFT JOIN plant_node p ON p.id = n.parent_id',
    at: null,
    key: 'x.id',
    columns: [
      { name: 'signal', type: 'text', sql: 'x.id', meaning: 'Signal' },
      { name: 'name', type: 'text', sql: 'x.name', meaning: 'Name' },
      { name: 'unit', type: 'text', sql: 'x.unit', meaning: 'Unit' },
      { name: 'quantity', type: 'text', sql: 'x.quantity', meaning: 'power, temperature, pressure, flow, vibration, level, speed, …' },
      { name: 'place', type: 'text', sql: 'n.id', meaning: 'Where it is measured' },
      { name: 'line', type: 'text', sql: `CASE WHEN n.level = 'line' THEN n.id WHEN p.level = 'line' THEN p.id END`, meaning: 'Its line; empty above lines' },
      { name: 'low_limit', type: 'double', sql: 'x.low_limit', meaning: 'Usual from' },
      { name: 'high_limit', type: 'double', sql: 'x.high_limit', meaning: 'Usual to' },
    ],
  }
}

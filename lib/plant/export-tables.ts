import type { ColumnType } from '@/lib/plant/write-parquet'

export interface ExportColumn {
  /** With its unit, as it stands in the file. */
  name: string
  type: ColumnType
  /** SQL over the table's source. */
  sql: string
  meaning: string
}

/** What a table is about: its schema in the catalogue. */
export const tableSubjects = ['production', 'quality', 'equipment', 'materials'] as const
export type TableSubject = (typeof tableSubjects)[number]

export interface ExportTable {
  id: string
  subject: TableSubject
  title: string
  /** What one row is. */
  row: string
  /** FROM clause; row-level security shows one tenant's rows of each table in it. */
  source: string
  /** The same rows without what only adds columns: counting is cheaper. */
  counted?: string
  /** Orders rows and chooses the period; null where rows belong to no time: every period has them all. */
  at: string | null
  /** Text that tells rows of the same moment apart. */
  key: string
  columns: ExportColumn[]
}

export const text = (name: string, sql: string, meaning: string): ExportColumn => ({ name, type: 'text', sql, meaning })
export const number = (name: string, sql: string, meaning: string): ExportColumn => ({ name, type: 'double', sql, meaning })
export const whole = (name: string, sql: string, meaning: string): ExportColumn => ({ name, type: 'integer', sql, meaning })

/** A moment twice: UTC, and as the clock on the plant's wall showed it. `$1` is the site's time zone. */
const moment = (name: string, sql: string, meaning: string): ExportColumn[] => [
  { name: `${name}_utc`, type: 'timestamp', sql, meaning: `${meaning}, UTC` },
  { name: `${name}_local`, type: 'text', sql: `to_char(${sql} AT TIME ZONE $1, 'YYYY-MM-DD"T"HH24:MI:SS')`, meaning: `${meaning}, local time of the site` },
]

const minutes = (from: string, to: string) => `extract(epoch FROM ${to} - ${from}) / 60`

/** Everything that leaves as a table. The list is what is offered; nothing else can be asked for. */
export const exportTables: ExportTable[] = [
  {
    id: 'production-counts',
    subject: 'production',
    title: 'Production counts',
    row: 'pieces of one run in a quarter of an hour',
    source: 'production_count x',
    at: 'x.bucket_at',
    key: "x.line_id || '/' || x.run_id",
    columns: [
      ...moment('from', 'x.bucket_at', 'Start of the quarter of an hour'),
      text('line', 'x.line_id', 'Line'),
      text('product', 'x.product_id', 'Product'),
      text('run', 'x.run_id', 'Production run'),
      whole('total_pieces', 'x.total', 'All pieces counted'),
      whole('reject_pieces', 'x.reject', 'Rejected, rework included'),
      whole('rework_pieces', 'x.rework', 'Of the rejected: reworked'),
    ],
  },
  {
    id: 'runs',
    subject: 'production',
    title: 'Production runs',
    row: 'one product on one line without a changeover',
    source: 'production_run x',
    at: 'x.starts_at',
    key: 'x.id',
    columns: [
      text('run', 'x.id', 'Production run'),
      text('line', 'x.line_id', 'Line'),
      text('product', 'x.product_id', 'Product'),
      text('batch', 'x.batch_id', 'Batch'),
      ...moment('starts', 'x.starts_at', 'Start'),
      ...moment('ends', 'x.ends_at', 'End; empty while it runs'),
      number('ideal_rate_pieces_per_min', 'x.ideal_rate_per_minute', 'Ideal rate'),
    ],
  },
  {
    id: 'stops',
    subject: 'production',
    title: 'Stops',
    row: 'one stop of a line, with its reason',
    source: 'stop x LEFT JOIN stop_reason r ON r.code = x.reason_code',
    at: 'x.starts_at',
    key: 'x.id',
    columns: [
      text('line', 'x.line_id', 'Line'),
      text('equipment', 'x.equipment_id', 'Equipment that caused it'),
      text('kind', 'x.kind::text', 'planned, breakdown, changeover, starved, blocked or minor'),
      text('reason', 'coalesce(r.name, x.reason_code)', 'Reason'),
      ...moment('starts', 'x.starts_at', 'Start'),
      ...moment('ends', 'x.ends_at', 'End; empty while it is open'),
      number('length_min', minutes('x.starts_at', 'x.ends_at'), 'Length; empty while it is open'),
      text('note', 'x.note', 'Note of the shift'),
    ],
  },
  {
    id: 'equipment-states',
    subject: 'equipment',
    title: 'Equipment states',
    row: 'one span in which a machine did not work; between them it worked',
    source: 'equipment_state x LEFT JOIN stop_reason r ON r.code = x.reason_code',
    counted: 'equipment_state x',
    at: 'x.starts_at',
    key: 'x.equipment_id',
    columns: [
      text('line', 'x.line_id', 'Line'),
      text('equipment', 'x.equipment_id', 'Equipment'),
      text('state', 'x.state::text', 'down, minor, changeover, planned, blocked or starved'),
      text('reason', 'coalesce(r.name, x.reason_code)', 'Reason of its own stop; empty while it waits for another machine'),
      ...moment('starts', 'x.starts_at', 'Start'),
      ...moment('ends', 'x.ends_at', 'End; empty while it lasts'),
      number('length_min', minutes('x.starts_at', 'x.ends_at'), 'Length; empty while it lasts'),
    ],
  },
  {
    id: 'batches',
    subject: 'materials',
    title: 'Batches',
    row: 'one batch with its masses',
    source: 'batch x',
    at: 'x.starts_at',
    key: 'x.id',
    columns: [
      text('batch', 'x.id', 'Batch'),
      text('line', 'x.line_id', 'Line'),
      text('product', 'x.product_id', 'Product'),
      ...moment('starts', 'x.starts_at', 'Start'),
      ...moment('ends', 'x.ends_at', 'End; empty while it runs'),
      number('input_kg', 'x.input_kg', 'Mass that went in'),
      number('output_kg', 'x.output_kg', 'Mass that came out'),
      text('status', 'x.status::text', 'running, completed, released or deviation'),
    ],
  },
  {
    id: 'batch-steps',
    subject: 'materials',
    title: 'Batch records',
    row: 'one parameter of one step, planned and done',
    source: 'batch x CROSS JOIN LATERAL jsonb_array_elements(x.record) WITH ORDINALITY AS s(step, no)',
    at: 'x.starts_at',
    key: "x.id || '/' || to_char(s.no, 'FM000')",
    columns: [
      text('batch', 'x.id', 'Batch'),
      text('step', "s.step ->> 'step'", 'Step'),
      text('parameter', "s.step ->> 'parameter'", 'Parameter'),
      text('unit', "s.step ->> 'unit'", 'Unit of planned and actual'),
      number('planned', "(s.step ->> 'planned')::float8", 'As planned'),
      number('actual', "(s.step ->> 'actual')::float8", 'As done'),
      ...moment('at', "(s.step ->> 'at')::timestamptz", 'When it was done'),
    ],
  },
  {
    id: 'lab-results',
    subject: 'quality',
    title: 'Laboratory results',
    row: 'one value of one analyte',
    source: 'lab_result x',
    at: 'x.taken_at',
    key: 'x.id',
    columns: [
      ...moment('taken', 'x.taken_at', 'When the sample was taken'),
      text('place', 'x.node_id', 'Where it was taken'),
      text('batch', 'x.batch_id', 'Batch'),
      text('analyte', 'x.analyte', 'Analyte'),
      number('value', 'x.value', 'Value'),
      text('unit', 'x.unit', 'Unit of value and limits'),
      number('lsl', 'x.lsl', 'Lower specification limit'),
      number('usl', 'x.usl', 'Upper specification limit'),
    ],
  },
  {
    id: 'subgroups',
    subject: 'quality',
    title: 'SPC subgroups',
    row: 'one value of one subgroup',
    source: 'subgroup x JOIN characteristic c ON c.id = x.characteristic_id CROSS JOIN LATERAL unnest(x.values) WITH ORDINALITY AS v(value, no)',
    at: 'x.taken_at',
    key: "x.characteristic_id || '/' || to_char(x.index, 'FM00000000') || '/' || to_char(v.no, 'FM000')",
    columns: [
      ...moment('taken', 'x.taken_at', 'When the subgroup was taken'),
      text('characteristic', 'x.characteristic_id', 'Characteristic'),
      whole('subgroup', 'x.index', 'Number of the subgroup'),
      whole('position', 'v.no', 'Position in the subgroup'),
      number('value', 'v.value', 'Value'),
      text('unit', 'c.unit', 'Unit'),
      text('excluded_reason', 'x.excluded_reason', 'Why it is left out of the limits'),
    ],
  },
  {
    id: 'maintenance',
    subject: 'equipment',
    title: 'Maintenance log',
    row: 'one work order',
    source: 'maintenance_entry x',
    at: 'x.opened_at',
    key: 'x.id',
    columns: [
      ...moment('opened', 'x.opened_at', 'Opened'),
      ...moment('closed', 'x.closed_at', 'Closed; empty while it is open'),
      text('equipment', 'x.node_id', 'Equipment'),
      text('kind', 'x.kind', 'Kind'),
      text('title', 'x.title', 'What was done'),
      text('detail', 'x.detail', 'In the words of the technician'),
      text('technician', 'x.technician', 'Who'),
    ],
  },
  {
    id: 'alarms',
    subject: 'equipment',
    title: 'Alarms',
    row: 'one time that an alarm was raised',
    counted: 'alarm x',
    source: 'alarm x LEFT JOIN signal s ON s.id = x.signal_id LEFT JOIN plant_node n ON n.id = s.node_id',
    at: 'x.raised_at',
    key: 'x.id',
    columns: [
      ...moment('raised', 'x.raised_at', 'Raised, by the sensor’s clock'),
      ...moment('returned', 'x.returned_at', 'Returned to normal; empty while it stands'),
      ...moment('acknowledged', 'x.acknowledged_at', 'Acknowledged; empty while nobody has'),
      ...moment('closed', 'x.closed_at', 'Returned and acknowledged, the later of both'),
      whole('priority', 'x.priority', '1 critical, 2 high, 3 medium, 4 low'),
      text('name', 'x.name', 'Name of the rule when it was raised'),
      text('rule', 'x.rule_id', 'Rule'),
      whole('rule_version', 'x.rule_version', 'Its version'),
      text('signal', 'x.signal_id', 'Signal'),
      text('place', 'n.path', 'Place of the signal'),
      number('value', 'x.value', 'Value that raised it'),
      number('limit', 'x."limit"', 'Limit that was passed'),
      text('unit', 's.unit', 'Unit of the value'),
      text('acknowledged_by', 'x.acknowledged_by', 'Who acknowledged'),
      text('note', 'x.note', 'What they noted'),
      number('received_ms', 'extract(epoch FROM x.received_at - x.raised_at)::float8 * 1000', 'From raised to received by the gateway, ms'),
      number('decided_ms', 'extract(epoch FROM x.decided_at - x.received_at)::float8 * 1000', 'From received to decided, ms'),
      number('delivered_ms', 'extract(epoch FROM x.delivered_at - x.decided_at)::float8 * 1000', 'From decided to the first screen, ms; empty while there was none'),
    ],
  },
  {
    id: 'cost-rates',
    subject: 'production',
    title: 'Cost rates',
    row: 'what one line costs, whatever the days',
    source: 'cost_rate x',
    at: null,
    key: 'x.line_id',
    columns: [
      text('line', 'x.line_id', 'Line'),
      text('currency', 'x.currency', 'Currency of the rates, ISO 4217'),
      number('busy_hour_cost', 'x.busy_hour', 'A planned busy hour: people, machines, building'),
      number('material_cost_per_kg', 'x.material_per_kg', 'Material'),
      number('energy_cost_per_kwh', 'x.energy_per_kwh', 'Energy'),
    ],
  },
  {
    id: 'signals-15min',
    subject: 'equipment',
    title: 'Signals, by quarter of an hour',
    row: 'one signal in a quarter of an hour',
    counted: '(SELECT bucket_at FROM telemetry_rollup WHERE level_seconds = 900) x',
    source: 'telemetry_rollup x JOIN signal s ON s.id = x.signal_id AND x.level_seconds = 900',
    at: 'x.bucket_at',
    key: 'x.signal_id',
    columns: [
      ...moment('from', 'x.bucket_at', 'Start of the quarter of an hour'),
      text('signal', 'x.signal_id', 'Signal'),
      text('unit', 's.unit', 'Unit'),
      number('mean', 'x.sum / nullif(x.count, 0)', 'Mean'),
      number('min', 'x.min', 'Least value'),
      number('max', 'x.max', 'Greatest value'),
      whole('readings', 'x.count', 'Readings in it'),
    ],
  },
  {
    id: 'readings',
    subject: 'equipment',
    title: 'Readings, as they came',
    row: 'one reading of one signal; the last days only',
    counted: 'reading x',
    source: 'reading x JOIN signal s ON s.id = x.signal_id',
    at: 'x.t',
    key: 'x.signal_id',
    columns: [
      ...moment('at', 'x.t', 'When it was measured'),
      text('signal', 'x.signal_id', 'Signal'),
      number('value', 'x.v', 'Value'),
      text('unit', 's.unit', 'Unit'),
    ],
  },
]

export const findExportTable = (id: string): ExportTable | undefined => exportTables.find((table) => table.id === id)

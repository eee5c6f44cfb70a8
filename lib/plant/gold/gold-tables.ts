import { type ExportColumn, type ExportTable, number, type TableSubject, text, whole } from '@/lib/plant/export-tables'

const clock = (name: string, meaning: string): ExportColumn => ({ name, type: 'text', sql: `to_char(x.${name}, 'YYYY-MM-DD"T"HH24:MI:SS')`, meaning: `${meaning}, local time of the site` })
const area = text('area', 'x.area', 'Area')
const line = text('line', 'x.line', 'Line')

/**
 * What a BI tool reads in the schema `bi`, for whoever asks in the portal: the views in `gold` have the same text and are
 * read as the person, so that places hold. `at` is the site's own clock; the row of the tenant tells its zone.
 */
function gold(id: string, subject: TableSubject, title: string, row: string, at: 'day' | 'at', columns: ExportColumn[]): ExportTable {
  const source = `(SELECT g.*, g.${at} AT TIME ZONE t.time_zone AS moment, md5(g::text) AS tie FROM gold.${id} g CROSS JOIN tenant t) x`
  const counted = `(SELECT g.${at} AT TIME ZONE t.time_zone AS moment FROM gold.${id} g CROSS JOIN tenant t) x`
  return { id, subject, title, row, source, counted, at: 'x.moment', key: 'x.tie', columns }
}

export const goldTables: ExportTable[] = [
  gold('oee', 'production', 'OEE by production day', 'one production day of one line, as the engine made it; OEE of a group is sums divided', 'day', [
    clock('day', 'Production day'), area, line,
    number('planned_busy_minutes', 'x.planned_busy_minutes', 'Shift time less planned stops and breaks'),
    number('producing_minutes', 'x.producing_minutes', 'Of these, the line ran'),
    number('down_minutes', 'x.down_minutes', 'Of these, it was down'),
    number('ideal_minutes', 'x.ideal_minutes', 'All pieces at their ideal rate'),
    number('ideal_good_minutes', 'x.ideal_good_minutes', 'Good pieces at their ideal rate; divided by planned busy minutes it is OEE'),
    number('total', 'x.total', 'All pieces'), number('reject', 'x.reject', 'Rejected, rework included'), number('rework', 'x.rework', 'Of the rejected: reworked'),
  ]),
  gold('production_volume', 'production', 'Production volume', 'pieces of one product on one line in a quarter of an hour', 'at', [
    clock('at', 'Start of the quarter of an hour'), area, line, text('product', 'x.product', 'Product'), text('unit', 'x.unit', 'What is counted'),
    whole('total', 'x.total', 'All pieces'), whole('good', 'x.good', 'Good pieces'), whole('reject', 'x.reject', 'Rejected'),
  ]),
  gold('quality', 'quality', 'Good and rejected', 'good and rejected pieces of one line in a quarter of an hour', 'at', [
    clock('at', 'Start of the quarter of an hour'), area, line, text('product', 'x.product', 'Product'),
    whole('total', 'x.total', 'All pieces'), whole('defects', 'x.defects', 'Rejected'), whole('rework', 'x.rework', 'Of the rejected: reworked'), whole('good', 'x.good', 'Good pieces'),
  ]),
  gold('downtime', 'equipment', 'Downtime', 'one stop with its reason in words and its minutes until now', 'at', [
    clock('at', 'Start'), clock('ended_at', 'End; empty while it is open'), area, line, text('equipment', 'x.equipment', 'Equipment that caused it'),
    text('kind', 'x.kind', 'planned, breakdown, changeover, starved, blocked or minor'), text('planned', 'x.planned::text', 'Whether it was planned'), text('reason', 'x.reason', 'Reason'),
    text('open', 'x.open::text', 'Whether it still lasts'), number('minutes', 'x.minutes', 'Length, min'),
  ]),
  gold('energy', 'equipment', 'Energy', 'one meter in a quarter of an hour', 'at', [
    clock('at', 'Start of the quarter of an hour'), text('level', 'x.level', 'site, area, line or equipment'), text('place', 'x.place', 'Place'), text('meter', 'x.meter', 'Meter'),
    number('kwh', 'x.kwh', 'Energy, kWh'), number('mean_kw', 'x.mean_kw', 'Mean power, kW'), number('peak_kw', 'x.peak_kw', 'Greatest power, kW'),
  ]),
  gold('material_use', 'materials', 'Material use', 'one batch with what went in and came out', 'at', [
    clock('at', 'Start'), area, line, text('product', 'x.product', 'Product'), text('batch', 'x.batch', 'Batch'), text('status', 'x.status', 'running, completed, released or deviation'),
    number('input_kg', 'x.input_kg', 'Mass that went in, kg'), number('output_kg', 'x.output_kg', 'Mass that came out, kg'), number('loss_kg', 'x.loss_kg', 'Difference, kg'),
  ]),
]

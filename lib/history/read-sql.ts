import type { FileForm, Mapping, TimeForm } from '@/lib/history/mapping'
import { named, quoted } from '@/lib/lake/lake-sql'

/** What a name (with its unit in the file) means in this plant; or why it cannot be taken. */
export interface PlanEntry {
  name: string
  unit: string
  signal: string
  factor: number
  offset: number
  refusal: { code: string; message: string } | null
}

const col = (at: number) => `c${at}`

/**
 * Every row of the file as text: `row` (from 1, the head not counted, empty lines neither), `c0`, `c1` …, and `more`, which holds
 * what stands behind the last column. Of Parquet, times are in UTC when they say so.
 */
export function rowsOf(file: string, { format, delimiter, encoding, columns }: Pick<FileForm, 'format' | 'delimiter' | 'encoding'> & { columns: { name: string }[] }): string {
  if (format === 'parquet') return `SELECT file_row_number + 1 AS row, ${columns.map((column, at) => `CAST(${named(column.name)} AS VARCHAR) AS ${col(at)}`).join(', ')}, NULL::VARCHAR AS more FROM read_parquet(${quoted(file)}, file_row_number = true)`
  const types = [...columns.map((_, at) => `${col(at)}: 'VARCHAR'`), "more: 'VARCHAR'"].join(', ')
  const from = `read_csv(${quoted(file)}, delim = ${quoted(delimiter)}, quote = '"', escape = '"', header = true, auto_detect = false, parallel = false, null_padding = true, strict_mode = false, encoding = '${encoding}', columns = {${types}})`
  return `SELECT row_number() OVER () AS row, * FROM ${from}`
}

/** Cells that could be readings: row, name, time, value, unit, more. Empty cells of a wide file are none. */
export function cellsOf(rows: string, columns: { name: string }[], mapping: Exclude<Mapping, { shape: 'events' }>): string {
  const clean = (at: number) => `trim(${col(at)})`
  if (mapping.shape === 'long') {
    return `SELECT row, coalesce(${clean(mapping.signal)}, '') AS name, ${clean(mapping.time)} AS time, ${clean(mapping.value)} AS value, ${mapping.unit === null ? "''" : `coalesce(${clean(mapping.unit)}, '')`} AS unit, more FROM (${rows})`
  }
  const list = mapping.values.map((at) => `{name: ${quoted(columns[at]!.name)}, value: ${clean(at)}}`).join(', ')
  return `SELECT row, cell.name AS name, time, cell.value AS value, '' AS unit, more FROM (SELECT row, ${clean(mapping.time)} AS time, more, unnest([${list}]) AS cell FROM (${rows})) WHERE cell.value IS NOT NULL AND cell.value <> ''`
}

/** Adds `wall`, what stands there in milliseconds as if it were UTC (null: no time), and `zone`, its own offset as text, '' for none. */
export function withTimes(cells: string, form: TimeForm): string {
  if (form === 'epoch_ms' || form === 'epoch_s') {
    const ms = `round(try_cast(time AS DOUBLE) * ${form === 'epoch_s' ? 1000 : 1})`
    return `SELECT *, CASE WHEN regexp_full_match(time, '-?\\d{1,14}(\\.\\d+)?') AND abs(${ms}) < 8e15 THEN ${ms}::BIGINT END AS wall, 'Z' AS zone FROM (${cells})`
  }
  const clock = `(\\d{1,2}:\\d{2}(?::\\d{2}(?:[.,]\\d+)?)?)`
  const split = `SELECT *, regexp_extract(time, ':\\d\\d(?:[.,]\\d+)?\\s*([Zz]|[+-]\\d\\d(?::?\\d\\d)?)$', 1) AS zone FROM (${cells})`
  const body = `replace(trim(left(time, length(time) - length(zone))), ',', '.')`
  const shape = { iso: `\\d{4}-\\d{1,2}-\\d{1,2}(?:[ T]${clock})?`, dmy: `\\d{1,2}[./-]\\d{1,2}[./-]\\d{4}(?: +${clock})?`, mdy: `\\d{1,2}[./-]\\d{1,2}[./-]\\d{4}(?: +${clock}(?: ?[AaPp][Mm])?)?` }[form]
  const order = form === 'dmy' ? '\\3-\\2-\\1' : '\\3-\\1-\\2'
  const iso = form === 'iso' ? body : `trim(regexp_replace(${body}, '^(\\d{1,2})[./-](\\d{1,2})[./-](\\d{4})(?: +${clock})?$', '${order} \\4'))`
  const halfDays = `try_strptime(upper(replace(replace(replace(${body}, '.', '/'), '-', '/'), ' PM', 'PM')), ['%m/%d/%Y %I:%M%p', '%m/%d/%Y %I:%M:%S%p', '%m/%d/%Y %I:%M %p', '%m/%d/%Y %I:%M:%S %p'])`
  const read = form === 'mdy' ? `coalesce(try_cast(${iso} AS TIMESTAMP), ${halfDays})` : `try_cast(${iso} AS TIMESTAMP)`
  return `SELECT *, CASE WHEN regexp_full_match(${body}, '${shape}') THEN epoch_ms(${read}) END AS wall FROM (${split})`
}

/** Adds `t`, milliseconds since 1970, and `clock`: 'missing' or 'twice' where the local time is no one moment; then `t` is null. Needs the table `span`. */
export function withMoments(timed: string, doubled: Mapping['doubled']): string {
  const joined = `SELECT c.*, s.kind, s.offset_ms, s.later_ms, s."from" AS span FROM (SELECT *, coalesce(wall, 0) AS at FROM (${timed})) c ASOF JOIN span s ON c.at >= s."from"`
  const offset = `CASE WHEN upper(zone) = 'Z' THEN 0 ELSE (CASE WHEN left(zone, 1) = '-' THEN -1 ELSE 1 END) * (try_cast(substr(zone, 2, 2) AS INTEGER) * 60 + coalesce(try_cast(right(regexp_replace(zone, '^.\\d\\d:?', ''), 2) AS INTEGER), 0)) * 60000 END`
  const passed = doubled === 'order' ? passes(joined) : joined
  const twice = { refuse: 'NULL', first: 'wall - offset_ms', second: 'wall - later_ms', order: 'CASE WHEN passes = 1 THEN wall - CASE WHEN pass = 0 THEN offset_ms ELSE later_ms END END' }[doubled]
  return `SELECT row, name, time, value, unit, more, kind = 'twice' AND zone = '' AND wall IS NOT NULL AS is_twice,
    CASE WHEN wall IS NULL THEN NULL WHEN zone <> '' THEN wall - (${offset}) WHEN kind = 'once' THEN wall - offset_ms WHEN kind = 'twice' THEN ${twice} END AS t,
    CASE WHEN wall IS NOT NULL AND zone = '' AND kind <> 'once' THEN kind END AS clock FROM (${passed})`
}

/** In the hour that is shown twice the second pass begins where the times of a signal go back; once, or nobody can tell. */
function passes(joined: string): string {
  const isTwice = `kind = 'twice' AND zone = '' AND wall IS NOT NULL`
  const back = `SELECT *, CASE WHEN wall <= lag(wall) OVER (PARTITION BY name, span ORDER BY row) THEN 1 ELSE 0 END AS back FROM joined WHERE ${isTwice}`
  return `WITH joined AS (${joined}) SELECT *, 0 AS pass, 0 AS passes FROM joined WHERE NOT (${isTwice})
    UNION ALL BY NAME SELECT * EXCLUDE (back), sum(back) OVER (PARTITION BY name, span ORDER BY row) AS pass, sum(back) OVER (PARTITION BY name, span) AS passes FROM (${back})`
}

interface Bounds {
  oldest: number
  newest: number
  decimal: '.' | ','
  timeZone: string
}

/**
 * The verdict on each: `code` and `message` where it is refused, else `signal`, `t`, `v`. Needs the table `plan`. Of several
 * readings of one signal and millisecond the first row counts. A converted value has twelve digits: 68 °F are 20 °C.
 */
export function judged(moments: string, { oldest, newest, decimal, timeZone }: Bounds): string {
  const number = decimal === '.' ? 'value' : "replace(value, ',', '.')"
  const shape = decimal === '.' ? '[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?' : '[+-]?(\\d+(,\\d*)?|,\\d+)([eE][+-]?\\d+)?'
  const raw = `CASE WHEN regexp_full_match(value, '${shape}') THEN try_cast(${number} AS DOUBLE) END`
  const joined = `SELECT m.*, p.signal, p.code AS plan_code, p.message AS plan_message, p.name IS NOT NULL AS is_planned, n.name IS NOT NULL AS is_named, CASE WHEN p.factor = 1 AND p."offset" = 0 THEN ${raw} ELSE try_cast(printf('%.12g', ${raw} * p.factor + p."offset") AS DOUBLE) END AS v
    FROM (${moments}) m LEFT JOIN plan p ON p.name = m.name AND p.unit = m.unit LEFT JOIN (SELECT DISTINCT name FROM plan) n ON n.name = m.name`
  const local = `'Local time ' || time || ' in ${timeZone.replaceAll("'", '')} '`
  const checks: [when: string, code: string, message: string][] = [
    ['more IS NOT NULL', 'torn_row', "'The row has more cells than the head.'"],
    ["name = ''", 'no_signal', "'There is no name of a signal.'"],
    ["value IS NULL OR value = ''", 'no_value', "'There is no value.'"],
    ["contains(value, chr(10)) OR contains(name, chr(10)) OR contains(time, chr(10))", 'torn_row', "'A quote is not closed: what follows was read as one cell.'"],
    ['NOT is_named', 'unknown_signal', `'There is no signal "' || name || '" in this plant.'`],
    ['NOT is_planned', 'wrong_unit', `'The unit ' || unit || ' of "' || name || '" is not known.'`],
    ['plan_code IS NOT NULL', '', 'plan_message'],
    ['v IS NULL OR NOT isfinite(v)', 'not_a_number', `'"' || value || '" is no number${decimal === ',' ? ' with a decimal comma' : ''}.'`],
    ["clock = 'missing'", 'clock_missing', `${local} || 'never was: the clock was put forward.'`],
    ["clock = 'twice' AND t IS NULL", 'clock_twice', `${local} || 'was twice: the clock was put back.'`],
    ['t IS NULL', 'bad_time', `'"' || coalesce(time, '') || '" is no time as chosen.'`],
    [`t > ${newest}`, 'clock_ahead', "'The time is in the future.'"],
    [`t < ${oldest}`, 'too_old', `'Before ${new Date(oldest).toISOString().slice(0, 10)}: older than history is kept.'`],
  ]
  const first = (pick: (check: (typeof checks)[number]) => string) => `CASE ${checks.map((check) => `WHEN ${check[0]} THEN ${pick(check)}`).join(' ')} END`
  const verdict = `SELECT row, name, signal, time, value, unit, t, v, is_twice, ${first(([, code]) => (code ? quoted(code) : 'plan_code'))} AS code, ${first(([, , message]) => message)} AS message FROM (${joined})`
  return `SELECT * FROM (${verdict}) WHERE code IS NOT NULL
    UNION ALL BY NAME SELECT * EXCLUDE (place, first_row, first_v),
      CASE WHEN place > 1 THEN 'duplicate' END AS code,
      CASE WHEN place > 1 THEN (CASE WHEN first_v = v THEN 'The same reading as row ' || first_row ELSE 'Row ' || first_row || ' has another value for the same time, which counts' END) || '.' END AS message
    FROM (SELECT * EXCLUDE (code, message), row_number() OVER w AS place, first_value(row) OVER w AS first_row, first_value(v) OVER w AS first_v FROM (${verdict}) WHERE code IS NULL WINDOW w AS (PARTITION BY signal, t ORDER BY row, name))`
}

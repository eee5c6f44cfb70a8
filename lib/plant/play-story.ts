import type { Tx } from '@/lib/db'

/** Length of a production-count bucket and of the finest roll-up, in seconds. */
export const bucketSeconds = 900

interface Play {
  tenantId: string
  storyId: string
  /** Exclusive; null copies from the story's beginning. */
  from: Date | null
  /** Inclusive. */
  until: Date
  /** The plant's "now" where it is later than `until`: what ended by then has ended. */
  now?: Date
  /** Machine states, the longest table of events, from here only, exclusive; as `from` unless given. */
  statesFrom?: Date
}

/** The equipment hierarchy, products, shifts, reasons, rates, characteristics, signals, alarm rules and findings: what does not happen at a time. */
export async function copyPlantModel(tx: Tx, tenantId: string, storyId: string) {
  for (const copy of modelCopies) await tx.$executeRawUnsafe(copy, tenantId, storyId)
}

const copyOf = (table: string, columns: string) =>
  `INSERT INTO ${table} (tenant_id, ${columns}) SELECT $1, ${columns} FROM ${table} WHERE tenant_id = $2 ON CONFLICT DO NOTHING`

const modelCopies = [
  copyOf('plant_node', 'id, parent_id, level, name, path, position'),
  copyOf('product', 'id, name, count_unit, piece_grams'),
  copyOf('shift_pattern', 'id, node_id, name, start_local, end_local, weekdays, breaks'),
  copyOf('stop_reason', 'code, parent_code, name, kind'),
  copyOf('cost_rate', 'line_id, currency, busy_hour, material_per_kg, energy_per_kwh'),
  copyOf('characteristic', 'id, node_id, product_id, name, unit, lsl, usl, target, subgroup_size, decimals, phase_i_first, phase_i_last'),
  copyOf('signal', 'id, node_id, name, unit, decimals, expected_interval_seconds, low_limit, high_limit, quantity'),
  copyOf('alarm_rule', 'id, version, name, signal_id, kind, settings, priority, on_delay_seconds, off_delay_seconds, consequence, response, enabled, updated_at, updated_by'),
  copyOf('finding', 'id, node_id, kind, title, explanation, hint, since'),
]

/**
 * Lets the story's events of (from, until] happen in the tenant. What has begun and not ended at `until` is open; what
 * was open and ends by `until` is closed. Rows that a person changed meanwhile keep the change. Safe to repeat.
 */
export async function playEvents(tx: Tx, { tenantId, storyId, from, until, now = until, statesFrom }: Play) {
  const since = from ?? new Date(0)
  const play = (statement: string, start: Date) =>
    tx.$executeRawUnsafe(statement, tenantId, storyId, start, until, ...(statement.includes('$5') ? [now] : []))
  for (const statement of eventCopies) await play(statement, since)
  for (const statement of stateCopies) await play(statement, statesFrom ?? since)
}

/** The subgroups that control limits are frozen from, wherever in the history they lie: a chart needs them from the first moment. */
export const copyPhaseOne = (tx: Tx, { tenantId, storyId, until }: Omit<Play, 'from'>) => tx.$executeRaw`
  INSERT INTO subgroup (tenant_id, characteristic_id, index, values, taken_at)
  SELECT ${tenantId}, s.characteristic_id, s.index, s.values, s.taken_at FROM subgroup s
  JOIN characteristic c ON c.tenant_id = s.tenant_id AND c.id = s.characteristic_id
  WHERE s.tenant_id = ${storyId} AND s.index BETWEEN c.phase_i_first AND c.phase_i_last AND s.taken_at <= ${until} ON CONFLICT DO NOTHING`

/** Copies rows that start in the window; `$5` is now, so an end after it is not known yet. `same` finds a row in its story. */
const spanCopy = (table: string, columns: string, start: string, end: string, same = 'story.id = mine.id') => [
  `INSERT INTO ${table} (tenant_id, ${columns}, ${start}, ${end})
   SELECT $1, ${columns}, ${start}, CASE WHEN ${end} <= $5 THEN ${end} END FROM ${table}
   WHERE tenant_id = $2 AND ${start} > $3 AND ${start} <= $4 ON CONFLICT DO NOTHING`,
  `UPDATE ${table} mine SET ${end} = story.${end} FROM ${table} story
   WHERE mine.tenant_id = $1 AND story.tenant_id = $2 AND ${same} AND mine.${end} IS NULL
     AND story.${end} > $3 AND story.${end} <= $4`,
]

const momentCopy = (table: string, columns: string, moment: string) =>
  `INSERT INTO ${table} (tenant_id, ${columns}, ${moment}) SELECT $1, ${columns}, ${moment} FROM ${table}
   WHERE tenant_id = $2 AND ${moment} > $3 AND ${moment} <= $4 ON CONFLICT DO NOTHING`

const eventCopies = [
  ...spanCopy('stop', 'id, line_id, equipment_id, kind, reason_code, note', 'starts_at', 'ends_at'),
  ...spanCopy('production_run', 'id, line_id, product_id, batch_id, ideal_rate_per_minute', 'starts_at', 'ends_at'),
  ...spanCopy('maintenance_entry', 'id, node_id, kind, title, detail, technician', 'opened_at', 'closed_at'),
  // A batch that runs has no output and no verdict yet.
  `INSERT INTO batch (tenant_id, id, line_id, product_id, starts_at, ends_at, input_kg, output_kg, status, record)
   SELECT $1, id, line_id, product_id, starts_at, CASE WHEN ends_at <= $5 THEN ends_at END, input_kg,
     CASE WHEN ends_at <= $5 THEN output_kg END, CASE WHEN ends_at <= $5 THEN status ELSE 'running' END, record
   FROM batch WHERE tenant_id = $2 AND starts_at > $3 AND starts_at <= $4 ON CONFLICT DO NOTHING`,
  `UPDATE batch mine SET ends_at = story.ends_at, output_kg = story.output_kg, status = story.status FROM batch story
   WHERE mine.tenant_id = $1 AND story.tenant_id = $2 AND story.id = mine.id AND mine.ends_at IS NULL
     AND story.ends_at > $3 AND story.ends_at <= $4`,
  momentCopy('lab_result', 'id, batch_id, node_id, analyte, value, unit, lsl, usl', 'taken_at'),
  momentCopy('subgroup', 'characteristic_id, index, values', 'taken_at'),
  // The bucket that now falls into has counted its share so far; it is counted anew at the next beat.
  `INSERT INTO production_count (tenant_id, line_id, bucket_at, product_id, run_id, total, reject, rework)
   SELECT $1, line_id, bucket_at, product_id, run_id,
     floor(total * share), floor(reject * share), floor(rework * share)
   FROM (SELECT *, least(1, extract(epoch FROM $5::timestamptz - bucket_at) / ${bucketSeconds}) AS share
         FROM production_count WHERE tenant_id = $2
           AND bucket_at > $3::timestamptz - interval '${bucketSeconds * 2} s' AND bucket_at <= $4) story
   ON CONFLICT (tenant_id, line_id, bucket_at, run_id) DO UPDATE
     SET total = excluded.total, reject = excluded.reject, rework = excluded.rework`,
]

// No state lasts a day: whatever is open began in the day before the window, and the index need not be read further back.
const sameState = `story.equipment_id = mine.equipment_id AND story.starts_at = mine.starts_at
  AND mine.starts_at > $3::timestamptz - interval '1 day' AND mine.starts_at <= $4`
const stateCopies = spanCopy('equipment_state', 'equipment_id, line_id, state, reason_code', 'starts_at', 'ends_at', sameState)

/** Copies finished roll-ups whose bucket starts in [from, to) and is over at `until`. Returns how many there are. */
export async function copyRollups(tx: Tx, play: { tenantId: string; storyId: string; from: Date; to: Date; until: Date }) {
  return tx.$executeRaw`INSERT INTO signal_rollup
      (tenant_id, signal_id, level_seconds, bucket_at, count, sum, sum_squares, min, max, first, last)
    SELECT ${play.tenantId}, signal_id, level_seconds, bucket_at, count, sum, sum_squares, min, max, first, last
    FROM signal_rollup WHERE tenant_id = ${play.storyId} AND bucket_at >= ${play.from} AND bucket_at < ${play.to}
      AND bucket_at + make_interval(secs => level_seconds) <= ${play.until}
    ON CONFLICT DO NOTHING`
}

export async function copyReadings(tx: Tx, play: { tenantId: string; storyId: string; from: Date; to: Date }) {
  return tx.$executeRaw`INSERT INTO reading (tenant_id, signal_id, t, v)
    SELECT ${play.tenantId}, signal_id, t, v FROM reading
    WHERE tenant_id = ${play.storyId} AND t >= ${play.from} AND t < ${play.to} ON CONFLICT DO NOTHING`
}

/**
 * The roll-ups that are still running at `now`, from what is there of them: what comes later is added to them as it is
 * stored. The last two hours of readings and the day's finished quarters must have been copied.
 */
export async function openRollups(tx: Tx, { tenantId, now }: { tenantId: string; now: Date }) {
  for (const level of [bucketSeconds, 3600]) {
    await tx.$executeRaw`INSERT INTO signal_rollup (tenant_id, signal_id, level_seconds, bucket_at, count, sum, sum_squares, min, max, first, last, first_at, last_at)
      SELECT tenant_id, signal_id, ${level}, bucket, count(*), sum(v), sum(v * v), min(v), max(v),
        (array_agg(v ORDER BY t))[1], (array_agg(v ORDER BY t DESC))[1], min(t), max(t)
      FROM reading, LATERAL (SELECT date_bin(make_interval(secs => ${level}), ${now}::timestamptz, 'epoch') AS bucket) b
      WHERE tenant_id = ${tenantId} AND t >= bucket AND t < ${now} GROUP BY 1, 2, 4 ON CONFLICT DO NOTHING`
  }
  await tx.$executeRaw`INSERT INTO signal_rollup (tenant_id, signal_id, level_seconds, bucket_at, count, sum, sum_squares, min, max, first, last)
    SELECT tenant_id, signal_id, 86400, day, sum(count), sum(sum), sum(sum_squares), min(min), max(max),
      (array_agg(first ORDER BY bucket_at))[1], (array_agg(last ORDER BY bucket_at DESC))[1]
    FROM signal_rollup, LATERAL (SELECT date_trunc('day', ${now}::timestamptz, 'UTC') AS day) d
    WHERE tenant_id = ${tenantId} AND level_seconds = ${bucketSeconds} AND bucket_at >= day AND bucket_at <= ${now} GROUP BY 1, 2, 4 ON CONFLICT DO NOTHING`
}

/** Alarms raised in [from, to) that have returned at `until`; what stands then is raised by the living sensors. */
export const copyAlarms = (tx: Tx, play: { tenantId: string; storyId: string; from: Date; to: Date; until: Date }) => tx.$executeRaw`
  INSERT INTO alarm (tenant_id, id, rule_id, rule_version, signal_id, priority, name, value, "limit", raised_at, received_at, decided_at, returned_at,
    acknowledged_at, acknowledged_by, closed_at)
  SELECT ${play.tenantId}, id, rule_id, rule_version, signal_id, priority, name, value, "limit", raised_at, received_at, decided_at, returned_at,
    CASE WHEN acknowledged_at <= ${play.until} THEN acknowledged_at END, CASE WHEN acknowledged_at <= ${play.until} THEN acknowledged_by END,
    CASE WHEN closed_at <= ${play.until} THEN closed_at END
  FROM alarm WHERE tenant_id = ${play.storyId} AND raised_at >= ${play.from} AND raised_at < ${play.to} AND returned_at <= ${play.until}
  ON CONFLICT DO NOTHING`

/** What a sensor says in a beat. */
export interface BeatReading {
  signal: string
  v: number
}

/**
 * What the sensors read at `at`: the story has a value a minute, the beat reads between two of them. A minute that the
 * story leaves out (a meter offline) stays a gap.
 */
export const sensorsAt = (tx: Tx, { storyId, at }: { storyId: string; at: Date }) => tx.$queryRaw<BeatReading[]>`
  SELECT a.signal_id AS signal, round((a.v + (b.v - a.v) * extract(second FROM ${at}::timestamptz) / 60)::numeric, s.decimals)::float8 AS v
  FROM reading a
  JOIN reading b ON b.tenant_id = a.tenant_id AND b.signal_id = a.signal_id AND b.t = a.t + interval '1 minute'
  JOIN signal s ON s.tenant_id = a.tenant_id AND s.id = a.signal_id
  WHERE a.tenant_id = ${storyId} AND a.t = date_trunc('minute', ${at}::timestamptz)`

import type { System } from '@/lib/system'
import type { Reach } from '@/lib/tenancy/reach'
import { csvLine } from '@/lib/plant/export-csv'
import { levelFor } from '@/lib/telemetry/trend/choose-source'
import { readRaw } from '@/lib/telemetry/trend/raw-readings'
import { loadRollups } from '@/lib/telemetry/trend/rollup-buckets'
import type { TrendWindow } from '@/lib/telemetry/trend/thin'
import { checkWindow, findWanted, isComplete, type Wanted } from '@/lib/telemetry/trend/wanted-signals'

/** A file has this many rows at most: readings, or else the finest roll-up that fits. */
export const mostExportRows = 500_000

export interface TrendExport {
  /** What a row is, for the file's name: `readings` or `roll-ups-900-s`. */
  rowsAre: string
  /** Lines of CSV after RFC 4180, the head first. */
  pages: Iterable<string>
}

const pageRows = 5000

/** The window's readings while all are kept and are not too many, else roll-ups. @throws Refusal 404, 422 */
export async function exportTrend(system: System, reach: Reach, signals: string[], window: TrendWindow): Promise<TrendExport> {
  checkWindow(window)
  const now = system.clock.now().getTime()
  const { wanted, hasStory } = await system.db.inTenant(reach, (tx) => findWanted(tx, { signals, window }))
  const readings = wanted.reduce((sum, { expected }) => sum + expected, 0) <= mostExportRows ? await allReadings(system, reach, wanted, window) : null
  if (readings) return { rowsAre: 'readings', pages: paged(['time_utc', 'signal', 'name', 'value', 'unit'], readingRows(wanted, readings)) }
  // So many buckets for each signal that the file is full; the level that fits them.
  const width = Math.floor(mostExportRows / wanted.length)
  const level = levelFor({ window, now, width, hasStory, retention: system.settings.retention })
  const rolledUp = await loadRollups(system.db, reach, { signalIds: signals, window, levelSeconds: level, now: null }, (window.to - window.from) / (level * 1000))
  const rows = wanted.flatMap(({ id, name, unit }) => {
    const { at, mean, min, max, counts } = rolledUp.get(id)!
    return at.map((start, i) => [new Date(start), level, id, name, counts[i], mean[i], min[i], max[i], unit])
  })
  return { rowsAre: `roll-ups-${level}-s`, pages: paged(['from_utc', 'seconds', 'signal', 'name', 'readings', 'mean', 'min', 'max', 'unit'], rows) }
}

type Reading = readonly [t: number, v: number]

/** By signal, ascending; null where those that are kept do not cover the window. */
async function allReadings(system: System, reach: Reach, wanted: Wanted[], window: TrendWindow): Promise<Reading[][] | null> {
  const all = wanted.map((): Reading[] => [])
  await readRaw(system.db, reach, wanted.map(({ id }) => ({ signalId: id, ...window })), (i, t, v) => all[i]!.push([t, v]))
  if (!wanted.every((one, i) => isComplete(one, all[i]!.length))) return null
  return all.map((list) => list.sort((a, b) => a[0] - b[0]))
}

function* readingRows(wanted: Wanted[], readings: Reading[][]): Generator<unknown[]> {
  for (const [i, { id, name, unit }] of wanted.entries()) for (const [t, v] of readings[i]!) yield [new Date(t), id, name, v, unit]
}

function* paged(head: string[], rows: Iterable<unknown[]>): Generator<string> {
  let page = csvLine(head)
  let count = 0
  for (const row of rows) {
    page += csvLine(row)
    if (++count % pageRows > 0) continue
    yield page
    page = ''
  }
  yield page
}

import type pg from 'pg'
import type { IngestRecord } from '@/lib/telemetry/record'
import type { Position } from '@/lib/telemetry/journal'

/** Where readings are kept: raw by time, and roll-ups that dashboards read. */
export interface Telemetry {
  /** How far that journal is stored; { segment: 0, offset: 0 } at the beginning. */
  stored(journal: string): Promise<Position>
  /**
   * Stores the records that lie between two places of a journal and moves its position, all or nothing. A reading is
   * stored once, by signal and millisecond, however often and late it comes; the first one counts. Roll-ups follow in the
   * same step. When the position is not `from` any more (another process was quicker), nothing is done.
   */
  append(journal: string, from: Position, next: Position, records: IngestRecord[]): Promise<Appended>
  /** Makes room for the coming days and drops what is older than its tier keeps. @returns how many days were dropped. */
  keep(now: Date): Promise<number>
}

/** `stored` and `duplicates` of readings; `events` were applied for the first time. */
export type Settle = (client: pg.PoolClient, counts: { stored: number; duplicates: number; events: number }) => Promise<void>

/** A store that also takes what is older than readings may be late. */
export interface HistoryTelemetry extends Telemetry {
  /**
   * As `append`, for history that somebody brings in. Readings of the days that are kept are stored like late ones. Of an
   * older hour that has readings already nothing is stored (there is nothing left to compare them with); of one that is
   * empty the roll-ups that are still kept, and the lake gets the readings. The readings of one signal and hour must come
   * in one call. `settle` runs in the same transaction.
   */
  bringIn(journal: string, from: Position, next: Position, record: IngestRecord, now: Date, settle: Settle): Promise<Appended>
}

export interface Appended {
  /** False when the position was not `from`. */
  moved: boolean
  stored: number
  duplicates: number
}

import { aheadMs } from '@/lib/telemetry/read-batch'

/** What one import may hold. A file is as large as any upload (`lib/plant/upload-file.ts`). */
export const historyLimits = {
  readings: 10_000_000,
  /** Rows of one table of events. */
  events: 100_000,
  columns: 500,
  /** Of one import, in the file of refused rows. */
  refusedListed: 100_000,
  /** A clock may be ahead as far as a sensor's. */
  aheadMs,
  /** The reader gives up after that. */
  deadlineMs: 15 * 60_000,
}

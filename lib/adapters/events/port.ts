import type { AlarmChange } from '@/lib/alarm/engine'
import type { Rule } from '@/lib/alarm/rule'
import type { IngestRecord } from '@/lib/telemetry/record'

/**
 * The durable stream between the gateway, the rules and the history, where they do not share one machine. On one machine
 * the journal (lib/telemetry/journal.ts) takes its place, and nothing of this is asked.
 */
export interface EventStream {
  /** Keeps trying until the stream can be written; until then `publish` throws. */
  open(): Promise<void>
  /**
   * Resolves once everything of the record is on all replicas, readings of one signal in the order of the calls.
   * @throws when that is not known within some seconds. Then it may be there: whoever sends it again does no harm.
   */
  publish(record: IngestRecord): Promise<void>
  /** That time went on and nothing was measured: what only the clock decides, is decided by this. Never throws. */
  tick(now: number): Promise<void>
  /** These are the tenant's rules from now on; those that it had before and has not any more end. */
  setRules(tenantId: string, rules: Rule[], now: number): void
  /**
   * What the rules decided, in the order of each rule, at least once. The next ones are asked for when `handled` resolves;
   * what was not handled comes again after a restart.
   */
  onAlerts(handle: (changes: AlarmChange[]) => void, handled: () => Promise<void>): void
  close(): Promise<void>
}

import { keyOf } from '@/lib/adapters/events/topics'
import type { Rule } from '@/lib/alarm/rule'

export type RuleRecord = Record<string, unknown> & { tenantId: string; signalId: string; ruleId: string; version: number; enabled: boolean; changedAt: number }

const noSettings = { direction: null, limit: null, deadband: null, perMinute: null, overSeconds: null, points: null, sigmas: null, leastSigma: null, afterSeconds: null, centre: null, sigma: null, patterns: null }

/** A rule in force, in the fields of platform/schemas/alarm-rule.avsc. */
export function ruleRecord({ tenantId, id, version, name, signalId, priority, onDelaySeconds, offDelaySeconds, kind, settings }: Rule, changedAt: number): RuleRecord {
  const { rules: patterns, ...rest } = settings as Record<string, unknown>
  return { tenantId, signalId, ruleId: id, version, enabled: true, changedAt, name, priority, kind, onDelaySeconds, offDelaySeconds, settings: { ...noSettings, ...rest, ...(patterns !== undefined && { patterns }) } }
}

/** What the topic `rules` says, and what must be said so that it says what a tenant's rules are now. */
export class PublishedRules {
  readonly #byKey = new Map<string, RuleRecord>()

  take(record: RuleRecord): void {
    this.#byKey.set(ruleKey(record), record)
  }

  /**
   * Whether a rule was over when this was received: after a restart Flink may judge a reading again before it reads that the
   * rule was changed.
   */
  wasOver({ tenantId, signalId, ruleId, version, receivedAt }: Pick<RuleRecord, 'tenantId' | 'signalId' | 'ruleId' | 'version'> & { receivedAt: number }): boolean {
    const now = this.#byKey.get(ruleKey({ tenantId, signalId, ruleId }))
    return now !== undefined && receivedAt >= now.changedAt && (now.version > version || !now.enabled)
  }

  /** Ended rules first: a rule that moved to another signal must not stand at both. */
  changes(tenantId: string, rules: Rule[], now: number): RuleRecord[] {
    const wanted = new Map(rules.map((rule) => ruleRecord(rule, now)).map((record) => [ruleKey(record), record]))
    const ended = [...this.#byKey].filter(([key, record]) => record.tenantId === tenantId && record.enabled && !wanted.has(key)).map(([, record]) => ({ ...record, enabled: false, changedAt: now }))
    const changed = [...wanted].filter(([key, record]) => !isSame(this.#byKey.get(key), record)).map(([, record]) => record)
    return [...ended, ...changed]
  }
}

export const ruleKey = ({ tenantId, signalId, ruleId }: Pick<RuleRecord, 'tenantId' | 'signalId' | 'ruleId'>): string => keyOf(tenantId, signalId, ruleId)

const isSame = (before: RuleRecord | undefined, record: RuleRecord) => before?.enabled === true && before.version === record.version

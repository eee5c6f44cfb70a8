import type { Source } from '@/lib/telemetry/gateway/directory'
import type { Group } from '@/lib/telemetry/read-batch'

/** So long after its last reading a signal belongs to the source that fed it. */
const heldMs = 10 * 60_000
const mostKept = 50_000

/**
 * Whose signals are whose where simulated sensors stand in for real ones: a real reading that is beyond its limit must
 * not be talked back by a simulated one a moment later.
 */
export class StandIns {
  #fedAt = new Map<string, number>()

  /** What of its groups the source may write now; of one that does not stand in, all, and they are its own from now on. */
  admit({ tenantId, standsIn }: Source, hasStandIn: boolean, groups: Group[], now: number): Group[] {
    const keyOf = ({ signal }: Group) => `${tenantId}\n${signal}`
    if (standsIn) return groups.filter((group) => (this.#fedAt.get(keyOf(group)) ?? -Infinity) <= now - heldMs)
    if (hasStandIn) for (const group of groups) this.#feed(keyOf(group), now)
    return groups
  }

  #feed(key: string, now: number): void {
    // A Map keeps the order of writing: the oldest goes first.
    this.#fedAt.delete(key)
    this.#fedAt.set(key, now)
    if (this.#fedAt.size > mostKept) this.#fedAt.delete(this.#fedAt.keys().next().value!)
  }
}

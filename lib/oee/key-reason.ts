/** A stop of a machine for a reason of its own. */
export interface OwnStop {
  reasonCode: string
  from: Date
  to: Date
}

/** One machine of a line in the direction of flow: why it stood itself, and when it waited for others. */
export interface FlowMachine {
  id: string
  own: OwnStop[]
  waits: { kind: 'blocked' | 'starved'; from: Date; to: Date }[]
}

export interface KeyReason {
  kind: 'blocked' | 'starved'
  from: Date
  to: Date
  cause: { equipmentId: string; reasonCode: string; from: Date } | null
  /** `certain`: it stood when the wait began; `likely`: it had just gone on; else nobody in the line stood. */
  confidence: 'certain' | 'likely' | 'not found'
}

/** How long a stop needs to reach the next machine over conveyor and buffer. */
export const usualDelaySeconds = 120

/**
 * Why the key machine (the constraint) waited: starved is looked for upstream, blocked downstream, machine by machine;
 * the nearest that stood for a reason of its own when the wait began, or within the delay of its links before, is the
 * cause. Blocked and starved stay apart and never become a stop of the key machine.
 */
export function keyReasons(machines: FlowMachine[], keyId: string, delaySeconds = usualDelaySeconds): KeyReason[] {
  const place = machines.findIndex(({ id }) => id === keyId)
  if (place < 0) return []
  const upstream = machines.slice(0, place).reverse()
  const downstream = machines.slice(place + 1)
  return machines[place]!.waits.map(({ kind, from, to }) => ({ kind, from, to, ...causeOf(kind === 'starved' ? upstream : downstream, from, delaySeconds * 1000) }))
}

function causeOf(towards: FlowMachine[], at: Date, delayMs: number): Pick<KeyReason, 'cause' | 'confidence'> {
  for (const [link, { id, own }] of towards.entries()) {
    const reach = at.getTime() - delayMs * (link + 1)
    const stop = own.findLast((one) => one.from <= at && one.to.getTime() > reach)
    if (stop) return { cause: { equipmentId: id, reasonCode: stop.reasonCode, from: stop.from }, confidence: stop.to > at ? 'certain' : 'likely' }
  }
  return { cause: null, confidence: 'not found' }
}

export interface KeyReasonTotal {
  kind: 'blocked' | 'starved'
  equipmentId: string | null
  reasonCode: string | null
  minutes: number
  count: number
}

/** Minutes by what held the key machine up, most first. */
export function keyReasonTotals(reasons: KeyReason[]): KeyReasonTotal[] {
  const groups = Map.groupBy(reasons, ({ kind, cause }) => `${kind} ${cause?.equipmentId ?? ''} ${cause?.reasonCode ?? ''}`)
  const totals = [...groups.values()].map((own): KeyReasonTotal => ({
    kind: own[0]!.kind,
    equipmentId: own[0]!.cause?.equipmentId ?? null,
    reasonCode: own[0]!.cause?.reasonCode ?? null,
    minutes: own.reduce((sum, { from, to }) => sum + (to.getTime() - from.getTime()), 0) / 60_000,
    count: own.length,
  }))
  return totals.sort((a, b) => b.minutes - a.minutes)
}

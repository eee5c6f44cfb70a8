/**
 * What a neighbour answered. A failure is data, not an exception: the reconciler branches on it.
 * - unavailable: did not answer or answered that it cannot now; trying again makes sense.
 * - refused: answered no; trying again without a change makes little sense.
 * - timeout: no answer within the deadline; the work may have been done all the same.
 */
export type Failure = { kind: 'unavailable' | 'refused' | 'timeout'; message: string }
export type Outcome<T = void> = { ok: true; value: T } | { ok: false; failure: Failure }

export function done(): Outcome
export function done<T>(value: T): Outcome<T>
export function done<T>(value?: T): Outcome<T | undefined> {
  return { ok: true, value }
}

export const failed = (kind: Failure['kind'], message: string): { ok: false; failure: Failure } => ({
  ok: false,
  failure: { kind, message },
})

/** The value, for work that is tried again as a whole. @throws what `whose` said instead. */
export function orThrow<T>(whose: string, outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`${whose}: ${outcome.failure.message}`)
  return outcome.value
}

/** Runs `call` with a deadline; a late answer and a throw both become a failure. */
export async function withDeadline<T>(deadlineMs: number, call: (signal: AbortSignal) => Promise<Outcome<T>>): Promise<Outcome<T>> {
  const signal = AbortSignal.timeout(deadlineMs)
  const late = new Promise<Outcome<T>>((resolve) => {
    signal.addEventListener('abort', () => resolve(failed('timeout', `no answer within ${Math.round(deadlineMs / 1000)} s`)))
  })
  return Promise.race([
    late,
    Promise.resolve(signal).then(call).catch((error: unknown) => failed('unavailable', error instanceof Error ? error.message : String(error))),
  ])
}

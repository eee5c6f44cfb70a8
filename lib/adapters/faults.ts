import { failed } from '@/lib/adapters/outcome'

/**
 * How a neighbour misbehaves, for tests.
 * - slow: does the work at once; the answer waits for `release`, or for the milliseconds given.
 * - works late: the work itself begins only at `release`, as of a request that lay in a queue past every deadline.
 * - never: neither works nor answers.
 * - refuses once: the first call answers `unavailable` and does nothing; later ones pass.
 * - down: every call answers `unavailable` and does nothing.
 * - succeeds then crashes: the first call does the work and rejects, as if one of the two died before the answer arrived.
 * "First" is counted per method.
 */
export type Fault = 'slow' | { slow: number } | 'works late' | 'never' | 'refuses once' | 'down' | 'succeeds then crashes'

type AsyncMethod<P> = { [M in keyof P]: P[M] extends (...args: never[]) => Promise<unknown> ? M : never }[keyof P] & string

/** One fault for every method, or one per method; a method that is not named works. */
export type FaultPlan<P> = Fault | { [M in AsyncMethod<P>]?: Fault }

export interface FaultyPort<P> {
  port: P
  /** Every call of an asynchronous method in its order, whatever came of it. */
  calls: { method: AsyncMethod<P>; args: unknown[] }[]
  callsOf(method: AsyncMethod<P>): unknown[][]
  /** Lets every call that `slow` or `works late` holds back go on; resolves when those have settled. */
  release(): Promise<void>
  /** Another plan from the next call on; `{}` heals. "Once" counts anew. */
  plan(next: FaultPlan<P>): void
}

// They answer at once and ask nobody: there is nothing to fail.
const synchronous = new Set<PropertyKey>(['openUrl'])

/** The same port with faults. What the port calls on itself is not touched. */
export function withFaults<P extends object>(port: P, plan: FaultPlan<P> = {}): FaultyPort<P> {
  const calls: FaultyPort<P>['calls'] = []
  const gate = openableGate()
  let behaviour = behaviourOf(plan, gate)
  const wrapped = new Proxy(port, {
    get(target, property) {
      const real: unknown = Reflect.get(target, property, target)
      if (typeof real !== 'function') return real
      if (typeof property === 'symbol' || synchronous.has(property)) return real.bind(target)
      return (...args: unknown[]) => {
        calls.push({ method: property as AsyncMethod<P>, args })
        return behaviour(property, async () => real.apply(target, args))
      }
    },
  })
  return {
    port: wrapped,
    calls,
    callsOf: (method) => calls.filter((call) => call.method === method).map((call) => call.args),
    release: gate.release,
    plan(next) {
      behaviour = behaviourOf(next, gate)
    },
  }
}

type Work = () => Promise<unknown>

function behaviourOf<P>(plan: FaultPlan<P>, gate: Gate) {
  const struck = new Set<string>()
  const isFirst = (method: string) => !struck.has(method) && struck.add(method)
  const byMethod = plan as Partial<Record<string, Fault>>
  const faultOf = (method: string) => (typeof plan === 'string' || isSlowFor(plan) ? plan : byMethod[method])

  return (method: string, work: Work): Promise<unknown> => {
    const fault = faultOf(method)
    if (isSlowFor(fault)) return answerAfter(work, new Promise((resolve) => setTimeout(resolve, fault.slow)))
    if (fault === 'slow') return gate.hold((opened) => answerAfter(work, opened))
    if (fault === 'works late') return gate.hold((opened) => opened.then(work))
    if (fault === 'never') return new Promise(() => undefined)
    if (fault === 'down' || (fault === 'refuses once' && isFirst(method))) {
      return Promise.resolve(failed('unavailable', `${method}: cannot now`))
    }
    if (fault === 'succeeds then crashes' && isFirst(method)) return crashAfter(work, method)
    return work()
  }
}

const isSlowFor = (fault: unknown): fault is { slow: number } =>
  typeof fault === 'object' && fault !== null && 'slow' in fault && typeof fault.slow === 'number'

async function answerAfter(work: Work, moment: Promise<unknown>) {
  const [answer] = await Promise.all([work(), moment])
  return answer
}

async function crashAfter(work: Work, method: string): Promise<never> {
  await work()
  throw new Error(`${method}: the connection broke before the answer`)
}

type Gate = ReturnType<typeof openableGate>

function openableGate() {
  let { promise: opened, resolve: open } = Promise.withResolvers<void>()
  let held: Promise<unknown>[] = []
  return {
    hold(call: (opened: Promise<void>) => Promise<unknown>) {
      const answer = call(opened)
      held.push(answer)
      return answer
    },
    async release() {
      const waiting = held
      held = []
      open()
      ;({ promise: opened, resolve: open } = Promise.withResolvers<void>())
      await Promise.allSettled(waiting)
    },
  }
}

import type { Operation, PlannedOperation } from '@/lib/schedule/job-shop'

export interface Plan {
  makespan: number
  operations: PlannedOperation[]
}

/** An operation by its place in the flat list of all. */
type Op = number

interface Shop {
  jobOf: number[]
  stepOf: number[]
  machineOf: number[]
  duration: number[]
  /** The operation before and after it in its job; −1 for none. */
  before: Op[]
  after: Op[]
}

const tenure = 10
const restAfter = 400

/** A short plan: from most-work-remaining dispatching, by swaps at the ends of critical blocks; stops at `bound`. */
export function tabuSearch(jobs: Operation[][], steps: number, bound: number): Plan {
  const shop = shopOf(jobs)
  let sequences = dispatch(shop)
  let best = evaluate(shop, sequences)!
  let bestSequences = sequences.map((sequence) => [...sequence])
  let current = best
  let sinceBest = 0
  const forbidden = new Map<string, number>()
  for (let step = 0; step < steps && best.makespan > bound; step++) {
    let chosen: { swap: [machine: number, at: number]; result: Evaluated } | null = null
    for (const [machine, at] of swaps(shop, sequences, current)) {
      const sequence = sequences[machine]!
      const isTabu = (forbidden.get(`${sequence[at + 1]} ${sequence[at]}`) ?? -1) >= step
      swapAt(sequence, at)
      const result = evaluate(shop, sequences)
      swapAt(sequence, at)
      if (!result || (isTabu && result.makespan >= best.makespan)) continue
      if (!chosen || result.makespan < chosen.result.makespan) chosen = { swap: [machine, at], result }
    }
    sinceBest++
    if (!chosen || sinceBest > restAfter) {
      // Nothing allowed, or long nothing better: back to the best, with what was tried still forbidden.
      sequences = bestSequences.map((sequence) => [...sequence])
      current = best
      sinceBest = 0
      if (!chosen) forbidden.clear()
      continue
    }
    const [machine, at] = chosen.swap
    const sequence = sequences[machine]!
    forbidden.set(`${sequence[at]} ${sequence[at + 1]}`, step + tenure + (step % 7))
    swapAt(sequence, at)
    current = chosen.result
    if (current.makespan < best.makespan) {
      best = current
      bestSequences = sequences.map((one) => [...one])
      sinceBest = 0
    }
  }
  return planOf(shop, best)
}

function shopOf(jobs: Operation[][]): Shop {
  const shop: Shop = { jobOf: [], stepOf: [], machineOf: [], duration: [], before: [], after: [] }
  for (const [j, job] of jobs.entries()) {
    for (const [k, [machine, duration]] of job.entries()) {
      const op = shop.jobOf.length
      shop.jobOf.push(j)
      shop.stepOf.push(k)
      shop.machineOf.push(machine)
      shop.duration.push(duration)
      shop.before.push(k > 0 ? op - 1 : -1)
      shop.after.push(k < job.length - 1 ? op + 1 : -1)
    }
  }
  return shop
}

/** The ready operation whose job has most work left goes first. */
function dispatch({ machineOf, duration, before, after }: Shop): Op[][] {
  const remaining = [...duration]
  for (let op = duration.length - 1; op >= 0; op--) if (after[op]! >= 0) remaining[op]! += remaining[after[op]!]!
  const sequences: Op[][] = Array.from({ length: Math.max(...machineOf) + 1 }, () => [])
  let ready = before.flatMap((one, op) => (one < 0 ? [op] : []))
  while (ready.length > 0) {
    const next = ready.reduce((a, b) => (remaining[b]! > remaining[a]! ? b : a))
    sequences[machineOf[next]!]!.push(next)
    ready = ready.filter((op) => op !== next)
    if (after[next]! >= 0) ready.push(after[next]!)
  }
  return sequences
}

interface Evaluated {
  makespan: number
  start: number[]
  /** Longest way to the end, the operation itself included. */
  tail: number[]
}

/** Earliest starts of these sequences; null when they contradict the jobs (a circle). */
function evaluate({ duration, before, after }: Shop, sequences: Op[][]): Evaluated | null {
  const n = duration.length
  const previous = new Array<number>(n).fill(-1)
  const next = new Array<number>(n).fill(-1)
  for (const sequence of sequences) {
    for (let i = 1; i < sequence.length; i++) {
      previous[sequence[i]!] = sequence[i - 1]!
      next[sequence[i - 1]!] = sequence[i]!
    }
  }
  const waits = before.map((one, op) => (one >= 0 ? 1 : 0) + (previous[op]! >= 0 ? 1 : 0))
  const order = waits.flatMap((count, op) => (count === 0 ? [op] : []))
  const start = new Array<number>(n).fill(0)
  for (let i = 0; i < order.length; i++) {
    const op = order[i]!
    const end = start[op]! + duration[op]!
    for (const follower of [after[op]!, next[op]!]) {
      if (follower < 0) continue
      start[follower] = Math.max(start[follower]!, end)
      if (--waits[follower]! === 0) order.push(follower)
    }
  }
  if (order.length < n) return null
  const tail = new Array<number>(n).fill(0)
  for (let i = n - 1; i >= 0; i--) {
    const op = order[i]!
    const behind = Math.max(after[op]! >= 0 ? tail[after[op]!]! : 0, next[op]! >= 0 ? tail[next[op]!]! : 0)
    tail[op] = behind + duration[op]!
  }
  return { makespan: Math.max(...start.map((at, op) => at + duration[op]!)), start, tail }
}

/** Swaps of neighbours at the first or last two of a block of critical operations; only these can shorten the plan. */
function* swaps({ duration }: Shop, sequences: Op[][], { makespan, start, tail }: Evaluated): Generator<[number, number]> {
  const isCritical = (op: Op) => start[op]! + tail[op]! === makespan
  for (const [machine, sequence] of sequences.entries()) {
    for (let from = 0; from < sequence.length; ) {
      if (!isCritical(sequence[from]!)) {
        from++
        continue
      }
      let to = from
      while (to + 1 < sequence.length && isCritical(sequence[to + 1]!) && start[sequence[to]!]! + duration[sequence[to]!]! === start[sequence[to + 1]!]) to++
      if (to > from) {
        yield [machine, from]
        if (to - 1 > from) yield [machine, to - 1]
      }
      from = to + 1
    }
  }
}

function swapAt(sequence: Op[], at: number): void {
  ;[sequence[at], sequence[at + 1]] = [sequence[at + 1]!, sequence[at]!]
}

const planOf = ({ jobOf, stepOf, machineOf, duration }: Shop, { makespan, start }: Evaluated): Plan => ({
  makespan,
  operations: start.map((at, op) => ({ job: jobOf[op]!, step: stepOf[op]!, machine: machineOf[op]!, start: at, end: at + duration[op]! })),
})

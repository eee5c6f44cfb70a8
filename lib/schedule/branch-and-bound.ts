import type { Operation, PlannedOperation } from '@/lib/schedule/job-shop'
import type { Plan } from '@/lib/schedule/tabu-search'

interface State {
  /** Next step of each job, when the job is free, and when each machine is. */
  step: number[]
  jobFree: number[]
  machineFree: number[]
  done: PlannedOperation[]
}

/** What no plan can undercut: for each machine, Jackson's preemptive schedule of its operations between their heads and tails. */
export const lowerBound = (jobs: Operation[][]): number => boundOf(jobs, tailsOf(jobs), startOf(jobs))

const startOf = (jobs: Operation[][]): State => ({
  step: jobs.map(() => 0), jobFree: jobs.map(() => 0), done: [],
  machineFree: Array.from({ length: Math.max(...jobs.flatMap((job) => job.map(([machine]) => machine))) + 1 }, () => 0),
})

/** Work of the job after each of its steps. */
const tailsOf = (jobs: Operation[][]): number[][] => jobs.map((job) => job.map((_, k) => job.slice(k + 1).reduce((sum, [, duration]) => sum + duration, 0)))

/** Depth first over active schedules. Proven when every branch was looked at or cut off before `nodes` were used up. */
export function proveOrImprove(jobs: Operation[][], first: Plan, nodes: number): { plan: Plan; isProven: boolean } {
  const tails = tailsOf(jobs)
  let best = first
  let left = nodes
  const visit = (state: State): void => {
    if (left-- <= 0) return
    const branches = conflictsOf(jobs, state)
    if (branches.length === 0) {
      const makespan = Math.max(...state.jobFree)
      if (makespan < best.makespan) best = { makespan, operations: state.done.toSorted((a, b) => a.job - b.job || a.step - b.step) }
      return
    }
    const children = branches.map((job) => advance(jobs, state, job)).map((child) => ({ child, bound: boundOf(jobs, tails, child) }))
    for (const { child, bound } of children.sort((a, b) => a.bound - b.bound)) if (bound < best.makespan) visit(child)
  }
  visit(startOf(jobs))
  return { plan: best, isProven: left > 0 }
}

/** Giffler and Thompson: of what would end first, its machine; every job that could begin on it before then. */
function conflictsOf(jobs: Operation[][], { step, jobFree, machineFree }: State): number[] {
  let [machine, earliest] = [-1, Infinity]
  const open = jobs.flatMap((job, j) => {
    const next = job[step[j]!]
    if (!next) return []
    const start = Math.max(jobFree[j]!, machineFree[next[0]]!)
    if (start + next[1] < earliest) [machine, earliest] = [next[0], start + next[1]]
    return [{ j, machine: next[0], start }]
  })
  return open.filter((one) => one.machine === machine && (one.start < earliest || one.start + jobs[one.j]![step[one.j]!]![1] === earliest)).map(({ j }) => j)
}

function advance(jobs: Operation[][], { step, jobFree, machineFree, done }: State, j: number): State {
  const [machine, duration] = jobs[j]![step[j]!]!
  const start = Math.max(jobFree[j]!, machineFree[machine]!)
  return {
    step: step.with(j, step[j]! + 1),
    jobFree: jobFree.with(j, start + duration),
    machineFree: machineFree.with(machine, start + duration),
    done: [...done, { job: j, step: step[j]!, machine, start, end: start + duration }],
  }
}

function boundOf(jobs: Operation[][], tails: number[][], { step, jobFree, machineFree }: State): number {
  const byMachine: { head: number; duration: number; tail: number }[][] = machineFree.map(() => [])
  let bound = Math.max(...jobFree)
  for (const [j, job] of jobs.entries()) {
    let head = jobFree[j]!
    for (let k = step[j]!; k < job.length; k++) {
      const [machine, duration] = job[k]!
      head = Math.max(head, machineFree[machine]!)
      byMachine[machine]!.push({ head, duration, tail: tails[j]![k]! })
      head += duration
    }
    bound = Math.max(bound, head)
  }
  for (const operations of byMachine) if (operations.length > 0) bound = Math.max(bound, preemptive(operations))
  return bound
}

/** Jackson's rule with interruption: of those that have come, the one with the longest tail. Its length is a bound. */
function preemptive(operations: { head: number; duration: number; tail: number }[]): number {
  const waiting = operations.map((operation) => ({ ...operation, left: operation.duration })).sort((a, b) => a.head - b.head)
  const here: typeof waiting = []
  let [now, next, bound] = [0, 0, 0]
  while (next < waiting.length || here.length > 0) {
    if (here.length === 0) now = Math.max(now, waiting[next]!.head)
    while (next < waiting.length && waiting[next]!.head <= now) here.push(waiting[next++]!)
    let longest = 0
    for (let i = 1; i < here.length; i++) if (here[i]!.tail > here[longest]!.tail) longest = i
    const operation = here[longest]!
    const until = next < waiting.length ? Math.min(now + operation.left, waiting[next]!.head) : now + operation.left
    operation.left -= until - now
    now = until
    if (operation.left === 0) {
      bound = Math.max(bound, now + operation.tail)
      here.splice(longest, 1)
    }
  }
  return bound
}

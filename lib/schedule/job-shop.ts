import { type Checked, figure, refuse } from '@/lib/figures/refusal'
import { lowerBound, proveOrImprove } from '@/lib/schedule/branch-and-bound'
import { tabuSearch } from '@/lib/schedule/tabu-search'

/** One step of a job: which machine, from 0, and how long, in whole units of time. */
export type Operation = [machine: number, duration: number]

export interface PlannedOperation {
  job: number
  step: number
  machine: number
  start: number
  end: number
}

export interface JobShopPlan {
  makespan: number
  /** No plan can be shorter; equal to the makespan when the plan is proven to be the shortest. */
  lowerBound: number
  isOptimal: boolean
  operations: PlannedOperation[]
}

export interface JobShopLimits {
  /** Steps of the search and nodes of the proof; the answer is the same on every machine. */
  searchSteps: number
  nodes: number
}

const usual: JobShopLimits = { searchSteps: 4000, nodes: 200_000 }

/**
 * The shortest plan of jobs over machines that do one thing at a time: each job's steps in their order, none broken off
 * (the job shop problem, makespan). A tabu search over critical blocks (Nowicki and Smutnicki 1996) finds a plan; branch
 * and bound over active schedules (Giffler and Thompson 1960) proves it or finds a shorter one. Refuses steps that
 * cannot be, naming job and step.
 */
export function planJobShop(jobs: Operation[][], limits: Partial<JobShopLimits> = {}): Checked<JobShopPlan> {
  const fault = faultOf(jobs)
  if (fault) return fault
  const { searchSteps, nodes } = { ...usual, ...limits }
  const bound = lowerBound(jobs)
  const found = tabuSearch(jobs, searchSteps, bound)
  const proof = found.makespan === bound ? { plan: found, isProven: true } : proveOrImprove(jobs, found, nodes)
  return figure({ ...proof.plan, lowerBound: proof.isProven ? proof.plan.makespan : bound, isOptimal: proof.isProven })
}

function faultOf(jobs: Operation[][]) {
  if (jobs.length === 0 || jobs.every((job) => job.length === 0)) return refuse('no-jobs', 'Give at least one job with a step.')
  for (const [j, job] of jobs.entries()) {
    for (const [k, [machine, duration]] of job.entries()) {
      const row = `job ${j + 1}, step ${k + 1}`
      if (!(Number.isInteger(machine) && machine >= 0)) return refuse('machine', `${row}: a machine is a whole number from 0 on.`, row)
      if (!(Number.isInteger(duration) && duration >= 0)) return refuse('duration', `${row}: a duration is a whole number from 0 on.`, row)
    }
  }
  return null
}

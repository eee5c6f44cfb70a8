import { describe, expect, it } from 'vitest'
import { type Operation, planJobShop } from '@/lib/schedule/job-shop'
import published from '@/lib/schedule/schedule-job-shop.json'

const valueOf = (jobs: Operation[][]) => {
  const made = planJobShop(jobs)
  if (!made.ok) throw new Error(made.refusal.message)
  return made.value
}

/** Steps of a job in order, a machine doing one thing at a time, nothing left out. */
function expectPossible(jobs: Operation[][], operations: ReturnType<typeof valueOf>['operations']) {
  expect(operations).toHaveLength(jobs.flat().length)
  for (const [j, job] of jobs.entries()) {
    const own = operations.filter((one) => one.job === j).sort((a, b) => a.step - b.step)
    own.forEach((one, k) => {
      expect([one.machine, one.end - one.start]).toEqual(job[k])
      if (k > 0) expect(one.start).toBeGreaterThanOrEqual(own[k - 1]!.end)
    })
  }
  for (const own of Map.groupBy(operations, ({ machine }) => machine).values()) {
    const sorted = own.toSorted((a, b) => a.start - b.start || a.end - b.end)
    sorted.slice(1).forEach((one, i) => expect(one.start).toBeGreaterThanOrEqual(sorted[i]!.end))
  }
}

describe('a plan of jobs over machines', () => {
  // OR-Library: Fisher & Thompson 1963 (ft06), Lawrence 1984 (la01).
  it.each(published.instances.map((instance) => [instance.name, instance] as const))('of %s has the published shortest makespan, proven', (_, { jobs, optimalMakespan }) => {
    const plan = valueOf(jobs as Operation[][])
    expect(plan).toMatchObject({ makespan: optimalMakespan, lowerBound: optimalMakespan, isOptimal: true })
    expectPossible(jobs as Operation[][], plan.operations)
  })

  it('says when it ran out of looks before it was proven, and is possible all the same', () => {
    const { jobs } = published.instances[0]!
    const made = planJobShop(jobs as Operation[][], { searchSteps: 0, nodes: 1 })
    if (!made.ok) throw new Error(made.refusal.message)
    expect(made.value.isOptimal).toBe(false)
    expect(made.value.lowerBound).toBeLessThan(made.value.makespan)
    expectPossible(jobs as Operation[][], made.value.operations)
  })

  it('of one job is its length, and of jobs on one machine their sum', () => {
    expect(valueOf([[[0, 3], [1, 4]]]).makespan).toBe(7)
    expect(valueOf([[[0, 3]], [[0, 4]], [[0, 0]]]).makespan).toBe(7)
  })

  it('refuses a step that cannot be, naming it', () => {
    expect(planJobShop([])).toMatchObject({ ok: false })
    expect(planJobShop([[[0, 1]], [[0, 1], [1, -2]]])).toMatchObject({ ok: false, refusal: { row: 'job 2, step 2' } })
    expect(planJobShop([[[0.5, 1]]])).toMatchObject({ ok: false, refusal: { row: 'job 1, step 1' } })
  })
})

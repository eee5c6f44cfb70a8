import { z } from 'zod'
import { apiOperation } from '@/lib/api/api-operation'

const whole = z.int().min(0)

export const toolsSchedule = apiOperation({
  operationId: 'planJobShop',
  method: 'post',
  path: '/api/v1/tools/schedule',
  summary: 'Plan jobs over machines for the shortest makespan',
  description: 'The job shop problem: each job’s steps in their order, a machine does one thing at a time, nothing is broken off. Tabu search, then branch and bound; isOptimal says whether the plan is proven to be the shortest.',
  access: 'public',
  input: z.object({
    jobs: z.array(z.array(z.tuple([whole, whole])).max(20)).min(1).max(20).describe('Steps of each job as [machine from 0, duration]'),
  }),
  output: z.object({
    makespan: z.number(),
    lowerBound: z.number().describe('No plan is shorter'),
    isOptimal: z.boolean(),
    operations: z.array(z.object({ job: z.int(), step: z.int(), machine: z.int(), start: z.number(), end: z.number() })),
  }),
  refusals: [{ status: 422, when: 'no job has a step' }],
  example: {
    input: { jobs: [[[0, 3], [1, 4]]] },
    output: { makespan: 7, lowerBound: 7, isOptimal: true, operations: [{ job: 0, step: 0, machine: 0, start: 0, end: 3 }, { job: 0, step: 1, machine: 1, start: 3, end: 7 }] },
  },
})

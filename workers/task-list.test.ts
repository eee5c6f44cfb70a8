import type { Task } from 'graphile-worker'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { logContext } from '@/lib/observe/context'
import { metrics } from '@/lib/observe/metrics'
import { type TestSystem, testSystem } from '@/lib/testing/test-system'
import { taskList } from '@/workers/task-list'

let system: TestSystem
const lines: Record<string, unknown>[] = []
beforeAll(async () => {
  system = await testSystem()
})
afterAll(() => system.stop())

const run = (task: Task | undefined, payload: object) => (task as (payload: object, helpers: object) => Promise<void>)(payload, { job: { id: '42', attempts: 1, max_attempts: 5 } })

describe('a job', () => {
  it('that fails is said once, with its id and what it was, and is measured', async () => {
    const log = pino({ mixin: logContext }, { write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>) })
    const failing = { ...system, log, db: { ...system.db, operatorPool: { query: () => Promise.reject(new Error('the database is away')) } } } as unknown as TestSystem
    await expect(run(taskList(failing, 'test')['meter-usage'], {})).rejects.toThrow('the database is away')
    expect(lines).toMatchObject([{ level: 50, msg: 'job failed', job: 'meter-usage', jobId: '42', attempts: 1, maxAttempts: 5, err: { message: 'the database is away' } }])
    expect(await metrics().register.metrics()).toContain('millrace_job_seconds_count{job="meter-usage",outcome="failed"} 1')
  })
})

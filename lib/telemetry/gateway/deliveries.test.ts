import { expect, it } from 'vitest'
import type { Database } from '@/lib/db'
import { type Answer, Deliveries } from '@/lib/telemetry/gateway/deliveries'

/** What was forgotten is asked of the database, which here has nothing. */
const empty = { operatorPool: { query: () => Promise.resolve({ rows: [] }) } } as unknown as Database
const naming = (count: number): Promise<Answer> => Promise.resolve({ status: 207, body: { accepted: 1, refused: Array<object>(count).fill({ index: 0, code: 'clock_ahead', message: '' }), refusedCount: count } })

it('remembers as many answers as fit, and of those that name many readings fewer: the oldest go first', async () => {
  const deliveries = new Deliveries(empty)
  const known = async (id: string) => (await deliveries.find('plant', id, 'x')) !== null
  for (const id of ['a', 'b', 'c']) deliveries.remember('plant', id, 'x', naming(160_000))
  await naming(0)
  expect(await Promise.all(['a', 'b', 'c'].map(known))).toEqual([true, true, true])
  deliveries.remember('plant', 'd', 'x', naming(160_000))
  await naming(0)
  expect(await Promise.all(['a', 'b', 'c', 'd'].map(known))).toEqual([false, true, true, true])
  for (let i = 0; i < 200_001; i++) deliveries.remember('plant', `small-${i}`, 'x', naming(0))
  await naming(0)
  expect(await Promise.all(['d', 'small-0', 'small-1', 'small-200000'].map(known))).toEqual([false, false, true, true])
})

it('forgets what was never made durable, and takes another body under its id for a conflict', async () => {
  const deliveries = new Deliveries(empty)
  const failed = Promise.reject<Answer>(new Error('disk full'))
  deliveries.remember('plant', 'a', 'x', failed)
  await failed.catch(() => undefined)
  expect(await deliveries.find('plant', 'a', 'x')).toBeNull()
  deliveries.remember('plant', 'a', 'x', naming(1))
  expect(await deliveries.find('plant', 'a', 'y')).toBe('conflict')
  expect(await deliveries.find('other', 'a', 'y')).toBeNull()
})

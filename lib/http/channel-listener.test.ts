import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Database } from '@/lib/db'
import { ChannelListener } from '@/lib/http/channel-listener'
import { testSystem, type TestSystem } from '@/lib/testing/test-system'

let system: TestSystem
beforeAll(async () => {
  system = await testSystem()
})
afterAll(() => system.stop())

const notify = (payload: string) => system.db.operatorPool.query(`SELECT pg_notify('bell', $1)`, [payload])
const breakIt = () => system.db.operatorPool.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query = 'LISTEN bell'`)

it('who listens hears again by himself after PostgreSQL was away for several tries, and is told to look', async () => {
  let isAway = false
  let refused = 0
  const db: Database = { ...system.db, async operatorClient() {
    if (!isAway) return system.db.operatorClient()
    refused++
    throw new Error('connect ECONNREFUSED')
  } }
  const heard: string[] = []
  const ear = new ChannelListener(db)
  await ear.listen('bell', (payload) => heard.push(payload))
  await notify('one')
  await expect.poll(() => heard).toEqual(['one'])
  isAway = true
  await breakIt()
  await expect.poll(() => refused, { timeout: 5000 }).toBeGreaterThan(1)
  await notify('nobody hears')
  // Who begins to listen meanwhile waits, and spoils nothing for the others.
  const late: string[] = []
  const begins = ear.listen('bell', (payload) => late.push(payload))
  isAway = false
  await begins
  await expect.poll(() => heard, { timeout: 5000 }).toEqual(['one', ''])
  const stop = await ear.listen('bell', (payload) => late.push(payload))
  stop()
  await notify('two')
  await expect.poll(() => heard).toEqual(['one', '', 'two'])
  expect(late.filter((payload) => payload !== '')).toEqual(['two'])
})

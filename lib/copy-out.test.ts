import { afterAll, beforeAll, expect, it } from 'vitest'
import { testSystem } from '@/lib/testing/test-system'

let system: Awaited<ReturnType<typeof testSystem>>
const copy = async (tenantId: string, query: string) => {
  const lines: string[] = []
  await system.db.copyInTenant(tenantId, `COPY (${query}) TO STDOUT`, (message) => lines.push(message.toString()))
  return lines.join('').trim()
}

beforeAll(async () => {
  system = await testSystem()
  await system.db.asOperator(async (tx) => {
    for (const id of ['mine', 'theirs']) await tx.tenant.create({ data: { id, kind: 'demo', name: id, timeZone: 'UTC' } })
  })
})
afterAll(() => system.stop())

it('a copy shows the rows of its own tenant only, and changes nothing', async () => {
  expect(await copy('mine', 'SELECT id FROM tenant')).toBe('mine')
  expect(await copy('nobody', 'SELECT id FROM tenant')).toBe('')
  await expect(copy('mine', `DELETE FROM signal RETURNING id`)).rejects.toThrow('read-only')
})

it('a copy that fails, or whose reader does, is refused, and the connection serves the next', async () => {
  for (let i = 0; i < 40; i++) await expect(copy('mine', 'SELECT 1 / 0')).rejects.toThrow('division by zero')
  const reader = system.db.copyInTenant('mine', 'COPY (SELECT generate_series(1, 1000)) TO STDOUT', () => {
    throw new Error('the reader broke')
  })
  await expect(reader).rejects.toThrow('the reader broke')
  expect(await copy('mine', 'SELECT 1')).toBe('1')
})

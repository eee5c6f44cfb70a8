import type { Settings } from '@/lib/system'
import { composeTestSystem, type TestSystem } from '@/lib/testing/compose-test-system'
import { type TestDatabase, testDatabase } from '@/lib/testing/database'

export type { TestSystem } from '@/lib/testing/compose-test-system'

/** Monday noon UTC: at every site the lines run. */
const testStart = new Date('2026-03-09T12:00:00Z')

/** A test system over a database of its own, which `stop` drops. A second process joins it by `database`. */
export async function testSystem(settings: Partial<Settings> = {}): Promise<TestSystem & { database: TestDatabase }> {
  const database = await testDatabase()
  const system = await composeTestSystem(database, testStart)
  await system.db.asOperator((tx) => tx.tenant.create({ data: { id: 'platform', kind: 'platform', name: 'Millrace' } }))
  return {
    ...system,
    settings: { ...system.settings, ...settings },
    database,
    async stop() {
      await system.stop()
      await database.drop()
    },
  }
}

import { describeBiContract } from '@/lib/adapters/bi/contract'
import { embeddedBi } from '@/lib/adapters/bi/embedded'
import { openDatabase } from '@/lib/db'
import { testDatabase } from '@/lib/testing/database'

describeBiContract('embedded', async () => {
  const database = await testDatabase()
  const db = openDatabase(database)
  return {
    port: embeddedBi(db),
    story: 'story-contract-2026-03-12',
    made: [
      { id: 'losses', name: 'Losses', summary: 'Where the time goes' },
      { id: 'oee', name: 'OEE', summary: 'Availability, performance, quality' },
    ],
    draw: async (tenantId, dashboard) => {
      await db.asOperator((tx) => tx.dashboard.createMany({ data: [{ ...dashboard, tenantId, definition: {} }], skipDuplicates: true }))
    },
    async stop() {
      await db.close()
      await database.drop()
    },
  }
})

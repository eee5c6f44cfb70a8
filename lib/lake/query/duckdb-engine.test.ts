import { describeLakeEngine } from '@/lib/lake/query/contract'
import { duckDbEngine } from '@/lib/lake/query/engines'
import { stopSpareQuery } from '@/lib/lake/query/query-process'
import { refreshDays } from '@/lib/plant/gold/refresh-days'
import { ensureDataKey } from '@/lib/tenancy/data-key'
import { plantWithStory } from '@/lib/testing/plant-with-story'
import { testSystem } from '@/lib/testing/test-system'

describeLakeEngine('DuckDB', async () => {
  const system = await testSystem()
  await plantWithStory(system, 'demo-dairy', 'dairy', '2026-03-09')
  await ensureDataKey(system.db, system.keys, 'demo-dairy')
  await refreshDays(system, 'demo-dairy')
  return {
    engine: duckDbEngine(system),
    tenantId: 'demo-dairy',
    others: `read_parquet('${system.settings.varDir}/objects/demo-cars/tables/x.parquet')`,
    async stop() {
      stopSpareQuery()
      await system.stop()
    },
  }
})

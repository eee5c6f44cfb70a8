import { describeTelemetryContract } from '@/lib/adapters/telemetry/contract'
import { embeddedTelemetry } from '@/lib/adapters/telemetry/embedded'
import { testSystem } from '@/lib/testing/test-system'

describeTelemetryContract('PostgreSQL', async () => {
  const system = await testSystem()
  return { system, port: embeddedTelemetry(system.db), settle: () => Promise.resolve(), stop: () => system.stop() }
})

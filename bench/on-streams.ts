// bench/main.ts starts this on its own: the settings of a process are read once.
import path from 'node:path'
import { killTaskManager } from '@/lib/testing/kill-task-manager'
import { makeVarDir, runProduct } from '@/scripts/e2e/start-product'
import { bringUp, productSettings } from '@/scripts/stack/bring-up'
import { deployStreams } from '@/scripts/stack/deploy-streams'
import { openInstallation } from '@/scripts/stack/installation'
import { servers } from '@/scripts/stack/server-list'
import { takeDown } from '@/scripts/stack/take-down'
import { describeMachine, measureFloors } from './floors'
import { attach } from './product'
import { alarm, type AlarmLine, type Profile } from './telemetry/alarm'

const lines = process.argv.slice(2) as AlarmLine[]

await describeMachine()
const varDir = makeVarDir()
const streams = servers.filter(({ group }) => group === 'streams')
const profile: Profile = {
  name: 'Kafka and Flink',
  targets: { p50: 50, p99: 300, p999: 500 },
  killRules: () => killTaskManager(path.join(varDir, 'stack/flink')),
}
const installation = await openInstallation(varDir, servers, () => undefined)
try {
  const brought = await bringUp(installation, streams, (name, text) => process.stdout.write(`${name}: ${text}\n`))
  const missing = brought.flatMap((each) => (each.state === 'up' ? [] : [`${each.server.name}: ${each.reason}`]))
  if (missing.length > 0) throw new Error(missing.join('\n'))
  const settings = productSettings(installation, brought)
  await deployStreams(varDir, settings)
  const stop = await runProduct(varDir, { ...settings, WARM_POOL_SIZE: '0', NOTEBOOKS: 'off', LOG_LEVEL: 'error' })
  try {
    Object.assign(process.env, settings, { NOTEBOOKS: 'off' })
    const product = await attach()
    await alarm(product, await measureFloors(product), profile, lines.length > 0 ? lines : undefined)
    await product.system.db.close()
  } finally {
    await takeDown(installation, streams)
    await stop()
  }
} finally {
  await takeDown(installation, streams)
}
process.exit(0)

import { bringUp, productSettings } from '../stack/bring-up'
import { openInstallation } from '../stack/installation'
import type { Settings, StackServer } from '../stack/server'
import { usualServers } from '../stack/server-list'
import { takeDown } from '../stack/take-down'
import { makeVarDir, runProduct } from './start-product'

/**
 * Playwright's global setup: the real servers as `npm run stack` starts them and the product against them, with data and
 * ports of their own. Tests find what it was told in the environment, and what could not be had in `MILLRACE_E2E_ABSENT`.
 */
export default function startStack(): Promise<() => Promise<void>> {
  return startOn(usualServers)
}

/** `prepare` is run once the servers are up. */
export async function startOn(servers: StackServer[], prepare?: (varDir: string, settings: Settings) => Promise<unknown>): Promise<() => Promise<void>> {
  const varDir = makeVarDir()
  const say = (text: string) => process.stdout.write(`  ${text}\n`)
  const installation = await openInstallation(varDir, servers, say)
  const stopServers = () => takeDown(installation, servers)
  const brought = await bringUp(installation, servers, (name, text) => say(`${name}: ${text}`))
  const settings = productSettings(installation, brought)
  const absent = brought.flatMap((each) => (each.state === 'absent' ? [`${each.server.name}: ${each.reason.split('\n')[0]}`] : []))
  for (const reason of absent) say(`!! CANNOT BE HAD HERE: ${reason}`)
  const failed = brought.flatMap((each) => (each.state === 'failed' ? [`${each.server.name}: ${each.reason}`] : []))
  if (failed.length > 0) {
    await stopServers()
    throw new Error(failed.join('\n'))
  }
  Object.assign(process.env, settings, { MILLRACE_E2E_ABSENT: absent.join('\n') })
  await prepare?.(varDir, settings)
  const stopProduct = await runProduct(varDir, { ...settings, WARM_POOL_SIZE: '0' }).catch(async (error: unknown) => {
    await stopServers()
    throw error
  })
  return async () => {
    // The servers first: their data lie in the folder that goes with the product.
    await stopServers()
    await stopProduct()
  }
}

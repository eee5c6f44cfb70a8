// bench/main.ts starts this once per size of the pool: the settings of a process are read once.
import { mkdtempSync, rmSync } from 'node:fs'
import path from 'node:path'
import { expireLease } from '@/lib/demo/lease-actions'
import type { LeaseView } from '@/lib/demo/lease-view'
import { secretNames, withSecretFiles } from '@/lib/secret-files'
import { makeVarDir, runProduct } from '@/scripts/e2e/start-product'
import { bringUp, productSettings } from '@/scripts/stack/bring-up'
import { type Installation, openInstallation } from '@/scripts/stack/installation'
import type { Settings } from '@/scripts/stack/server'
import { usualServers as servers } from '@/scripts/stack/server-list'
import { takeDown } from '@/scripts/stack/take-down'
import { spawnBareServers } from './bare-servers'
import { describeMachine } from './floors'
import { reportLedger } from './ledger'
import { attach, type Product, untilPool } from './product'
import { askForPlant, type SignUp } from './prospect'
import { percentile, report } from './statistics'
import { Visitor } from './visitor'

const leases = 10
const upTargetSeconds = 180
const coldTargetSeconds = 15
const pooledTargetSeconds = 3

const pool = Number(process.argv[2])
await describeMachine()
const varDir = makeVarDir()
const programs = mkdtempSync(path.join(varDir, 'programs-'))
const quiet = () => undefined
// Installed anew only when that is what is measured.
const installation = await openInstallation(varDir, servers, quiet, pool === 0 ? programs : undefined)
try {
  const settings = await measureUp(installation)
  const stop = await runProduct(varDir, { ...settings, WARM_POOL_SIZE: String(pool), LOG_LEVEL: 'error' })
  try {
    // What stands in files is read here; named beside its content, a secret would be given twice.
    for (const name of secretNames) delete process.env[`${name}_FILE`]
    Object.assign(process.env, withSecretFiles(settings))
    await measureLeases(await attach())
  } finally {
    await takeDown(installation, servers)
    await stop()
  }
} finally {
  await takeDown(installation, servers)
  rmSync(varDir, { recursive: true, force: true })
}
process.exit(0)

async function measureUp(stack: Installation): Promise<Settings> {
  const up = async () => {
    const began = performance.now()
    const brought = await bringUp(stack, servers, quiet)
    return { seconds: (performance.now() - began) / 1000, brought }
  }
  const first = await up()
  if (pool === 0) {
    await takeDown(stack, servers)
    const again = await up()
    const there = first.brought.map(({ server, state }) => `${server.name} ${state}`).join(', ')
    report('stack -- up', [
      { what: 'nothing installed, packages in their clients’ caches', value: first.seconds, unit: 's', target: upTargetSeconds, note: there },
      { what: 'again, after down', value: again.seconds, unit: 's' },
    ])
  }
  return productSettings(stack, first.brought)
}

async function measureLeases(product: Product): Promise<void> {
  const size = 4 * pool
  await untilPool(product, size)
  const all: SignUp[] = []
  for (let i = 0; i < leases; i++) {
    await product.system.db.asOperator((tx) => tx.rateLimit.deleteMany())
    const lease = await untilReady(product, await askForPlant(product, `stack-${pool}-${i}@example.com`, 'dairy'))
    all.push(lease)
    await expireLease(product.system, lease.leaseId, 'bench')
    await untilPool(product, size)
  }
  const seconds = all.map(({ allMs }) => allMs / 1000)
  const bare = []
  if (pool === 0) for (let i = 0; i < leases; i++) bare.push(...(await spawnBareServers(product, 1)).map((ms) => ms / 1000))
  report(`A lease on the real stack, ${pool === 0 ? 'cold' : 'from the pool'}, ${leases} one after the other`, [
    { what: 'verified → every part up, median', value: percentile(seconds, 0.5), unit: 's' },
    { what: 'verified → every part up, p95', value: percentile(seconds, 0.95), unit: 's', target: pool === 0 ? coldTargetSeconds : pooledTargetSeconds },
    ...(pool === 0 ? [{ what: 'floor: a bare server of the same hub, p95', value: percentile(bare, 0.95), unit: 's' as const }] : []),
  ])
  await reportLedger(product, all)
  await product.system.db.close()
}

async function untilReady({ base }: Product, token: string): Promise<SignUp> {
  const visitor = new Visitor(base)
  const began = performance.now()
  const leaseId = await visitor.act(`/verify/${token}`, 'confirmAddress', { token })
  for await (const view of visitor.events<LeaseView>(`/api/demo/${leaseId}/events`)) {
    if (!view.readyAt) continue
    const missing = view.parts.filter(({ state }) => state !== 'up').map(({ part, lastError }) => `${part}: ${lastError}`)
    if (missing.length > 0) throw new Error(`not every part is up: ${missing.join('; ')}`)
    return { leaseId, visitor, portalMs: Number.NaN, allMs: performance.now() - began }
  }
  throw new Error(`the events of ${leaseId} ended before it was ready`)
}

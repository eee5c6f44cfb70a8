import { readFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { withSecretFiles } from '@/lib/secret-files'
import type { System } from '@/lib/system'
import startProduct from '@/scripts/e2e/start-product'
import { type Floors, measureFloors } from './floors'

export interface Product {
  base: string
  varDir: string
  /** The same parts as the product's own, in this process. */
  system: System
  /** Whether the notebook hub answers. */
  notebooks: boolean
}

export type Bench = (product: Product, floors: Floors) => Promise<void>

/**
 * The product as `npm start` starts it, on data of its own that is deleted afterwards: waits until its notebook hub is up or
 * has failed, fills its pool, measures its floors, runs the benches.
 */
export async function withProduct(settings: { WARM_POOL_SIZE: string }, benches: Bench[]): Promise<void> {
  // Whatever else runs on this machine is not what is measured.
  for (const name of Object.keys(process.env)) if (/^(MILLRACE|NEXTAUTH|HUB|.*DATABASE_URL$)/.test(name)) delete process.env[name]
  Object.assign(process.env, { LOG_LEVEL: 'error' }, settings)
  const stop = await startProduct()
  try {
    const product = await attach()
    if (!product.notebooks) process.stdout.write('\nNO NOTEBOOK HUB: what is said of all parts is said without notebooks.\n')
    await untilPool(product, 4 * Number(settings.WARM_POOL_SIZE))
    const floors = await measureFloors(product)
    for (const bench of benches) await bench(product, floors)
    await product.system.db.close()
  } finally {
    await stop?.()
  }
}

/** The product that scripts/e2e/start-product.ts has just started. */
export async function attach(): Promise<Product> {
  const varDir = process.env.MILLRACE_E2E_VAR!
  Object.assign(process.env, withSecretFiles(JSON.parse(readFileSync(path.join(varDir, 'secrets/environment.json'), 'utf8')) as Record<string, string>))
  const hub = process.env.NOTEBOOKS === 'off' ? {} : await untilNotebooks(path.join(varDir, 'run/notebooks.json'))
  // A hub whose port was taken meanwhile says so there.
  if (hub.url) process.env.HUB_URL = hub.url
  const { composeSystem } = await import('@/lib/system')
  return { base: process.env.MILLRACE_E2E_URL!, varDir, system: composeSystem(), notebooks: hub.state === 'up' }
}

interface HubState {
  state?: string
  url?: string | null
}

async function untilNotebooks(file: string): Promise<HubState> {
  for (let tries = 0; tries < 600; tries++) {
    const hub = hubStateIn(file)
    if (hub.state === 'up' || hub.state === 'failed') return hub
    await wait(1000)
  }
  return {}
}

function hubStateIn(file: string): HubState {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as HubState
  } catch {
    // Not there yet.
    return {}
  }
}

/** Until the pool holds as many as it should, nothing else is being made, and all of it was left alone for a moment. */
export async function untilPool({ system }: Product, size: number): Promise<void> {
  for (let tries = 0; tries < 1200; tries++) {
    const [warm, moving] = await system.db.asOperator(async (tx) => [
      await tx.lease.count({ where: { state: 'warm' } }),
      await tx.lease.count({ where: { state: { in: ['provisioning', 'expired', 'removing'] } } }),
    ])
    if (warm === size && moving === 0) return wait(3000)
    await wait(500)
  }
  throw new Error(`the warm pool has not come to ${size} in ten minutes`)
}

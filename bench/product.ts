import { readFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { System } from '@/lib/system'
import startProduct from '@/scripts/e2e/start-product'

export interface Product {
  base: string
  varDir: string
  /** The same parts as the product's own, in this process. */
  system: System
  /** Whether the notebook hub answers. */
  notebooks: boolean
  stop(): Promise<void>
}

/** The product as `npm start` starts it, on data of its own; waits until its notebook hub is up or has failed. */
export async function benchProduct(settings: Record<string, string> = {}): Promise<Product> {
  // Whatever else runs on this machine is not what is measured.
  for (const name of Object.keys(process.env)) if (/^(MILLRACE|NEXTAUTH|HUB|.*DATABASE_URL$)/.test(name)) delete process.env[name]
  Object.assign(process.env, { LOG_LEVEL: 'error' }, settings)
  const stop = await startProduct()
  const varDir = process.env.MILLRACE_E2E_VAR!
  const own = JSON.parse(readFileSync(path.join(varDir, 'secrets/environment.json'), 'utf8')) as Record<string, string>
  Object.assign(process.env, own)
  const { composeSystem } = await import('@/lib/system')
  const notebooks = await untilNotebooks(varDir)
  // What was seeded and filled settles first.
  await wait(3000)
  const system = composeSystem()
  return {
    base: process.env.MILLRACE_E2E_URL!,
    varDir,
    system,
    notebooks,
    async stop() {
      await system.db.close()
      await stop?.()
    },
  }
}

async function untilNotebooks(varDir: string): Promise<boolean> {
  for (let seconds = 0; seconds < 300; seconds++) {
    const { state } = JSON.parse(readText(path.join(varDir, 'run/notebooks.json'))) as { state?: string }
    if (state === 'up' || state === 'failed') return state === 'up'
    await wait(1000)
  }
  return false
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8') || '{}'
  } catch {
    return '{}'
  }
}

import path from 'node:path'
import { JupyterHubNotebooks } from '@/lib/adapters/notebooks/jupyterhub'
import { env } from '@/lib/env'
import type { Product } from './product'

/** So many servers of the product's own hub and nothing else, with empty homes; milliseconds until each answers. */
export async function spawnBareServers({ varDir }: Product, count: number): Promise<number[]> {
  const [homesDir, stateDir] = ['homes', 'state'].map((folder) => path.join(varDir, 'notebooks', folder))
  const hub = new JupyterHubNotebooks({ url: env().HUB_URL!, apiToken: env().HUB_API_TOKEN!, homesDir: homesDir!, stateDir: stateDir! })
  const names = Array.from({ length: count }, (_, i) => `bare-${i}`)
  const began = performance.now()
  const all = await Promise.all(
    names.map(async (name) => {
      const made = await hub.ensureServer(name, [])
      if (!made.ok) throw new Error(`bare server: ${made.failure.message}`)
      return performance.now() - began
    }),
  )
  await Promise.all(names.map((name) => hub.removeServer(name)))
  return all
}

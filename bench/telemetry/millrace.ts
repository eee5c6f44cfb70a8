import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { checkout } from '@/scripts/checkout'
import { freePort, startGateway } from '@/lib/testing/gateway-process'
import type { Contender } from './contender'
import type { PlantDatabase } from './plant-database'

/** The embedded profile: gateway, historian and PostgreSQL as `npm start` runs them. With `profile`, CPU profiles are left in var/bench/profiles. */
export function millrace({ system }: PlantDatabase, profile: boolean, env: Record<string, string> = {}): Contender {
  return {
    name: 'Millrace',
    forms: ['columns', 'array'],
    path: '/v1/readings',
    does: 'signature, verdict per reading, fsync, rules and alarms, then roll-ups and readings in PostgreSQL',
    async start() {
      const folder = path.join(checkout, 'var/bench/profiles')
      mkdirSync(folder, { recursive: true })
      const port = await freePort()
      // By the environment, which the gateway hands to its historian.
      if (profile) process.env.NODE_OPTIONS = `--cpu-prof --cpu-prof-dir=${folder}`
      const gateway = await startGateway(port, { env })
      delete process.env.NODE_OPTIONS
      return {
        port,
        pid: gateway.child.pid!,
        async stored() {
          const { rows } = await system.db.operatorPool.query<{ n: number }>('SELECT coalesce(sum(count), 0)::float8 AS n FROM signal_rollup WHERE level_seconds = 86400')
          return rows[0]!.n
        },
        stop: () => gateway.end('SIGTERM'),
      }
    },
  }
}

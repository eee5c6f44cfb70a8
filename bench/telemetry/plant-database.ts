import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import path from 'node:path'
import type { System } from '@/lib/system'
import { checkout } from '@/scripts/checkout'
import { migrate } from '@/scripts/migrate'
import { freePort } from '@/scripts/notebooks/free-port'
import { ensureDatabase } from '@/scripts/postgres/ensure-database'
import { folderElsewhere } from '@/scripts/postgres/place'
import { startPostgres } from '@/scripts/postgres/start-postgres'

export interface PlantDatabase {
  varDir: string
  superUrl: string
  system: System
  stop(): Promise<void>
}

/** The product's PostgreSQL, settings and durability included, on a folder of its own that is deleted afterwards; this process's environment names it. */
export async function plantDatabase(): Promise<PlantDatabase> {
  mkdirSync(path.join(checkout, 'var'), { recursive: true })
  const varDir = mkdtempSync(path.join(checkout, 'var/bench-'))
  // The database may run as another user, who has to get in.
  chmodSync(varDir, 0o755)
  const dataDir = path.join(varDir, 'postgres')
  const server = await startPostgres({ dataDir, port: await freePort(25_000 + (process.pid % 300)), password: 'bench', logFile: path.join(varDir, 'postgres.log') })
  const urls = await ensureDatabase(server.superUrl, 'millrace', { owner: 'owner', app: 'app', operator: 'operator' })
  await migrate(urls.ownerUrl)
  Object.assign(process.env, {
    DATABASE_URL: urls.appUrl,
    OPERATOR_DATABASE_URL: urls.operatorUrl,
    MILLRACE_URL: 'http://localhost:3000',
    MILLRACE_VAR_DIR: varDir,
    NEXTAUTH_SECRET: 'of-one-run-of-the-bench-only-0123456789',
    LOG_LEVEL: 'error',
    NOTEBOOKS: 'off',
  })
  const { composeSystem } = await import('@/lib/system')
  const system = composeSystem()
  await system.db.asOperator((tx) => tx.tenant.create({ data: { id: 'platform', kind: 'platform', name: 'Millrace' } }))
  return {
    varDir,
    superUrl: server.superUrl,
    system,
    async stop() {
      await system.db.close()
      await server.stop()
      for (const folder of [varDir, folderElsewhere(dataDir)]) rmSync(folder, { recursive: true, force: true })
    },
  }
}

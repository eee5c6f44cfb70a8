import { randomBytes } from 'node:crypto'
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { composeTestSystem, type TestSystem } from '@/lib/testing/compose-test-system'
import { migrate } from '@/scripts/migrate'
import { freePort } from '@/scripts/notebooks/free-port'
import { ensureDatabase } from '@/scripts/postgres/ensure-database'
import { startPostgres } from '@/scripts/postgres/start-postgres'
import { describeMachine } from './floors'

/** The product's system over a database of its own, which is gone afterwards. */
export async function inDatabase(work: (system: TestSystem) => Promise<void>): Promise<void> {
  await describeMachine()
  const folder = mkdtempSync(path.join(os.tmpdir(), 'millrace-bench-'))
  chmodSync(folder, 0o755)
  mkdirSync(path.join(folder, 'var'))
  chmodSync(path.join(folder, 'var'), 0o755)
  const server = await startPostgres({ dataDir: path.join(folder, 'var/postgres'), elsewhere: path.join(folder, 'elsewhere'), port: await freePort(21_900), password: randomBytes(12).toString('hex'), logFile: path.join(folder, 'postgres.log') })
  try {
    const urls = await ensureDatabase(server.superUrl, 'bench', { owner: 'owner', app: 'app', operator: 'operator' })
    await migrate(urls.ownerUrl)
    const system = await composeTestSystem({ ...urls, varDir: path.join(folder, 'var') }, new Date('2026-04-01T06:00:00Z'))
    await work(system).finally(() => system.stop())
  } finally {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

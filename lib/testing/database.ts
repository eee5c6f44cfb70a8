import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { inject } from 'vitest'
import { cloneDatabase, type DatabaseUrls, dropDatabase } from '@/scripts/postgres/ensure-database'

export interface TestDatabase extends DatabaseUrls {
  /** An empty folder for what the product writes; `drop` removes it. */
  varDir: string
  /** Removes the database, whoever is still connected. */
  drop(): Promise<void>
}

/**
 * A fresh migrated database for one test file, with the roles of the product. `env()` names it from now on, unless it
 * was read before; `openDatabase` takes the URLs.
 */
export async function testDatabase(): Promise<TestDatabase> {
  const { superUrl, template, passwords } = inject('testDatabaseServer')
  const name = `test_${process.pid}_${randomBytes(4).toString('hex')}`
  const urls = await cloneDatabase(superUrl, template, name, passwords)
  const varDir = await mkdtemp(path.join(os.tmpdir(), 'millrace-test-'))
  Object.assign(process.env, {
    DATABASE_URL: urls.appUrl,
    OPERATOR_DATABASE_URL: urls.operatorUrl,
    MILLRACE_URL: 'http://localhost:3000',
    MILLRACE_VAR_DIR: varDir,
    NEXTAUTH_SECRET: 'only-for-tests-0123456789012345678',
    LOG_LEVEL: 'silent',
  })
  return {
    ...urls,
    varDir,
    async drop() {
      await dropDatabase(superUrl, name)
      await rm(varDir, { recursive: true, force: true })
    },
  }
}

import { mkdtemp } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chooseTelemetry } from '@/lib/adapters/telemetry/choose-telemetry'
import { describeTelemetryContract } from '@/lib/adapters/telemetry/contract'
import { timescaleTelemetry } from '@/lib/adapters/telemetry/timescaledb'
import { rollupLevels } from '@/lib/telemetry/fold-rollups'
import { usualRetention } from '@/lib/telemetry/retention'
import { composeTestSystem } from '@/lib/testing/compose-test-system'
import { testSystem } from '@/lib/testing/test-system'
import { migrate } from '@/scripts/migrate'
import { dropDatabase, ensureDatabase } from '@/scripts/postgres/ensure-database'
import { withClient } from '@/scripts/postgres/with-client'

/** A superuser's URL of a server with TimescaleDB. */
const superUrl = process.env.TIMESCALE_ADMIN_URL

if (superUrl) describeTelemetryContract('TimescaleDB', () => onServer(superUrl))
else {
  process.stdout.write('\n!! NO TIMESCALEDB: its contract is skipped. Name a server in TIMESCALE_ADMIN_URL.\n')
  describe.skip('readings in TimescaleDB', () => it('pass the contract', () => expect.fail('not run')))
}

async function onServer(url: string) {
  const name = `timescale_${process.pid}`
  const urls = await ensureDatabase(url, name, { owner: 'owner', app: 'app', operator: 'operator' })
  await withClient(Object.assign(new URL(url), { pathname: `/${name}` }).href, (client) => client.query('CREATE EXTENSION timescaledb'))
  await migrate(urls.ownerUrl)
  const system = await composeTestSystem({ ...urls, varDir: await mkdtemp(path.join(os.tmpdir(), 'timescale-')) }, new Date('2026-03-09T12:00:00Z'))
  const owner = new pg.Client({ connectionString: urls.ownerUrl })
  await owner.connect()
  return {
    system,
    port: timescaleTelemetry(system.db),
    async settle() {
      for (const level of rollupLevels) await owner.query(`CALL refresh_continuous_aggregate('timescale_rollup_${level}', NULL, NULL)`)
    },
    async stop() {
      await owner.end()
      await system.stop()
      await dropDatabase(url, name)
    },
  }
}

describe('where the extension is not there', () => {
  let system: Awaited<ReturnType<typeof testSystem>>
  beforeAll(async () => {
    system = await testSystem()
  })
  afterAll(() => system.stop())

  it('PostgreSQL keeps the readings, and TimescaleDB by name is refused with what to do', async () => {
    const { db } = system
    expect(await (await chooseTelemetry(db, usualRetention, 'auto')).stored('j')).toEqual({ segment: 0, offset: 0 })
    await expect(chooseTelemetry(db, usualRetention, 'timescaledb')).rejects.toThrow('CREATE EXTENSION timescaledb')
  })
})

import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { copyOut } from '@/lib/copy-out'
import { type Prisma, PrismaClient } from '@/lib/generated/prisma/client'
import { type Reach, reachSettings } from '@/lib/tenancy/reach'

export type Tx = Prisma.TransactionClient

/**
 * The two ways to the database. There is no third: a query outside both sees no row.
 * - `inTenant` runs as `millrace_app`; PostgreSQL shows and accepts rows of that tenant only, and
 *   to a reader of some places only those of these places.
 * - `asOperator` runs as `millrace_operator` (provisioning, sign-in, administration); lint keeps it out of the portal's rooms.
 * Both commit when `work` returns and roll back when it throws.
 */
export interface Database {
  inTenant<T>(reach: Reach, work: (tx: Tx) => Promise<T>): Promise<T>
  asOperator<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /** As `inTenant`, for what is asked at every alarm: statements without parameters that only read, all in one round trip. Answers the rows of each. */
  readInTenant(reach: Reach, statements: string[]): Promise<object[][]>
  /** As `inTenant`, for answers too large to be rows: a `COPY … TO STDOUT`, see `copyOut`. */
  copyInTenant(reach: Reach, query: string, take: (message: Buffer) => void): Promise<void>
  /** Session-level connections for LISTEN, advisory locks and COPY; the caller ends them. */
  operatorClient(): Promise<pg.Client>
  operatorPool: pg.Pool
  close(): Promise<void>
}

export interface DatabaseUrls {
  appUrl: string
  operatorUrl: string
  poolSize?: number
}

// adapter-pg drops the offset of timestamptz: every session must speak UTC.
const utc = { options: '-c timezone=UTC' }
const transactionLimits = { maxWait: 15_000, timeout: 60_000 }

export function openDatabase({ appUrl, operatorUrl, poolSize = 30 }: DatabaseUrls): Database {
  const appPool = new pg.Pool({ connectionString: appUrl, max: poolSize, ...utc })
  const operatorPool = new pg.Pool({ connectionString: operatorUrl, max: poolSize, ...utc })
  // An idle connection that the server closes must not end the process; the next query opens another.
  for (const pool of [appPool, operatorPool]) {
    pool.on('error', () => undefined)
    pool.on('connect', (client) => client.on('error', () => undefined))
  }
  const app = new PrismaClient({ adapter: new PrismaPg(appPool) })
  const operator = new PrismaClient({ adapter: new PrismaPg(operatorPool) })
  return {
    inTenant: (reach, work) =>
      app.$transaction(async (tx) => {
        const { tenant, places, ways } = reachSettings(reach)
        await tx.$executeRaw`SELECT set_config('millrace.tenant', ${tenant}, true), set_config('millrace.places', ${places}, true), set_config('millrace.ways', ${ways}, true)`
        return work(tx)
      }, transactionLimits),
    asOperator: (work) => operator.$transaction(work, transactionLimits),
    readInTenant: (reach, statements) =>
      withClient(appPool, async (client) => {
        // Of several statements the driver answers as many results, which its types do not know.
        const results = (await client.query([readOnly(reach), ...statements, 'COMMIT'].join(';\n'))) as unknown as pg.QueryResult<object>[]
        return results.slice(-1 - statements.length, -1).map(({ rows }) => rows)
      }),
    copyInTenant: (reach, query, take) =>
      withClient(appPool, async (client) => {
        await client.query(readOnly(reach))
        await copyOut(client, query, take)
        await client.query('COMMIT')
      }),
    async operatorClient() {
      const client = new pg.Client({ connectionString: operatorUrl, ...utc })
      await client.connect()
      return client
    },
    operatorPool,
    async close() {
      await Promise.all([app.$disconnect(), operator.$disconnect()])
      await Promise.all([appPool, operatorPool].map((pool) => (pool.ended ? undefined : pool.end())))
    },
  }
}

/** Begins a transaction that sees what the reader may and changes nothing. */
function readOnly(reach: Reach): string {
  const settings = Object.entries(reachSettings(reach)).map(([name, value]) => `set_config('millrace.${name}', ${pg.escapeLiteral(value)}, true)`)
  return `BEGIN READ ONLY; SET LOCAL statement_timeout = ${transactionLimits.timeout}; SET LOCAL jit = off; SELECT ${settings.join(', ')}`
}

/** A connection goes back clean, or not at all. */
export async function withClient<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    return await work(client)
  } catch (error) {
    broken = error as Error
    await client.query('ROLLBACK').then(() => (broken = undefined), () => undefined)
    throw error
  } finally {
    client.release(broken)
  }
}

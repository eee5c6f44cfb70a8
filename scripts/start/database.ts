import path from 'node:path'
import { migrate } from '../migrate'
import { type DatabaseUrls, ensureDatabase } from '../postgres/ensure-database'
import { findOrphan } from '../postgres/orphan'
import { choosePlace } from '../postgres/place'
import { type RunningPostgres, startPostgres } from '../postgres/start-postgres'
import type { Secrets } from './secrets'
import type { Values } from './settings'

const dataDir = (varDir: string) => path.join(varDir, 'postgres')

/** The port of a database that a killed run left behind: it is adopted there. */
export const orphanedPort = (varDir: string, secrets: Secrets): number | undefined =>
  findOrphan(choosePlace({ dataDir: dataDir(varDir), password: secrets.get('postgres-super') }).dataDir)?.port

export const startEmbedded = (varDir: string, port: number, secrets: Secrets): Promise<RunningPostgres> =>
  startPostgres({
    dataDir: dataDir(varDir),
    port,
    password: secrets.get('postgres-super'),
    logFile: path.join(varDir, 'log/postgres.log'),
  })

/** Roles, database and migrations on that server. Returns what was applied, for people. */
export async function bringToSchema(
  superUrl: string,
  secrets: Secrets,
  signal: AbortSignal,
): Promise<{ urls: DatabaseUrls; applied: string[] }> {
  const passwords = { owner: secrets.get('postgres-owner'), app: secrets.get('postgres-app'), operator: secrets.get('postgres-operator') }
  const urls = await ensureDatabase(superUrl, 'millrace', passwords)
  return { urls, applied: await migrate(urls.ownerUrl, signal) }
}

/** What every process of the product is told. What somebody set wins over what was made here. */
export function productEnvironment(
  settings: Values,
  { urls, varDir, webPort, gatewayPort, workerPort, livePort, hubUrl, secrets }: { urls: DatabaseUrls; varDir: string; webPort: number; gatewayPort: number; workerPort: number; livePort: number; hubUrl: string | undefined; secrets: Secrets },
): Values {
  // Another host name than the hub's: browsers do not tell ports apart when they send cookies.
  const url = settings.MILLRACE_URL ?? `http://localhost:${webPort}`
  return {
    HUB_URL: hubUrl,
    HUB_API_TOKEN: secrets.get('hub-api-token'),
    NEXTAUTH_SECRET: secrets.get('nextauth-secret'),
    METRICS_TOKEN: secrets.get('metrics-token'),
    WORKER_METRICS_PORT: String(workerPort),
    LIVE_METRICS_PORT: String(livePort),
    DATABASE_URL: urls.appUrl,
    OPERATOR_DATABASE_URL: urls.operatorUrl,
    OWNER_DATABASE_URL: urls.ownerUrl,
    NEXT_TELEMETRY_DISABLED: '1',
    ...settings,
    GATEWAY_PORT: String(gatewayPort),
    MILLRACE_VAR_DIR: varDir,
    MILLRACE_URL: url,
    NEXTAUTH_URL: url,
  }
}

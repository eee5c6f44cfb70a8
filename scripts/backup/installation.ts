import path from 'node:path'
import { checkout } from '../checkout'
import { freePort } from '../notebooks/free-port'
import type { Passwords } from '../postgres/ensure-database'
import { startEmbedded } from '../start/database'
import { Secrets } from '../start/secrets'
import { readSettings } from '../start/settings'

export interface Installation {
  varDir: string
  notebooksDir: string
  /** As superuser, to the database `postgres`. */
  superUrl: string
  passwords: Passwords
  /** Ends a database that was started for this. */
  close(): Promise<void>
}

const folder = (): string => path.resolve(checkout, readSettings().MILLRACE_VAR_DIR ?? 'var')

/** Held by `npm start` while it runs. */
export const startLock = (): string => path.join(folder(), 'run/start.lock')

/** The installation of this checkout, or of MILLRACE_VAR_DIR, with its database running: adopted, or started for a while. */
export async function openInstallation(): Promise<Installation> {
  const settings = readSettings()
  const varDir = folder()
  const secrets = new Secrets(path.join(varDir, 'secrets'))
  const place = {
    varDir,
    notebooksDir: settings.NOTEBOOKS_DIR ?? path.join(varDir, 'notebooks'),
    passwords: { owner: secrets.get('postgres-owner'), app: secrets.get('postgres-app'), operator: secrets.get('postgres-operator') },
  }
  if (settings.POSTGRES_ADMIN_URL) return { ...place, superUrl: settings.POSTGRES_ADMIN_URL, close: async () => undefined }
  const server = await startEmbedded(varDir, await freePort(5480), secrets)
  return { ...place, superUrl: server.superUrl, close: async () => (server.adopted ? undefined : server.stop()) }
}

export const databaseName = 'millrace'

/** Where the product's rows are, as superuser. */
export function databaseUrl({ superUrl }: Pick<Installation, 'superUrl'>): string {
  const url = new URL(superUrl)
  url.pathname = `/${databaseName}`
  return url.href
}

const passphraseLeast = 12

/** From the environment: on a command line it would stand in the list of processes. */
export function readPassphrase(): string | undefined {
  const passphrase = readSettings().BACKUP_PASSPHRASE
  if (passphrase !== undefined && passphrase.length < passphraseLeast) throw new Error(`BACKUP_PASSPHRASE has fewer than ${passphraseLeast} characters.`)
  return passphrase
}

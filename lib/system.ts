import { readFileSync } from 'node:fs'
import path from 'node:path'
import pino, { type Logger } from 'pino'
import { embeddedBi } from '@/lib/adapters/bi/embedded'
import type { Bi, BiTool } from '@/lib/adapters/bi/port'
import { supersetBi } from '@/lib/adapters/bi/superset'
import { embeddedIdentity } from '@/lib/adapters/identity/embedded'
import { keycloakIdentity } from '@/lib/adapters/identity/keycloak'
import { keycloakSignIn } from '@/lib/adapters/identity/keycloak-sign-in'
import type { Identity } from '@/lib/adapters/identity/port'
import type { SignInProvider } from '@/lib/adapters/identity/sign-in-port'
import { embeddedKeys } from '@/lib/adapters/keys/embedded'
import type { Keys } from '@/lib/adapters/keys/port'
import { vaultKeys } from '@/lib/adapters/keys/vault'
import { embeddedMail } from '@/lib/adapters/mail/embedded'
import type { MailService } from '@/lib/adapters/mail/port'
import { SmtpMail } from '@/lib/adapters/mail/smtp'
import { grafanaMonitoring } from '@/lib/adapters/monitoring/grafana'
import type { Monitoring } from '@/lib/adapters/monitoring/port'
import { JupyterHubNotebooks } from '@/lib/adapters/notebooks/jupyterhub'
import { notebooksOff } from '@/lib/adapters/notebooks/off'
import type { Notebooks } from '@/lib/adapters/notebooks/port'
import { embeddedObjects } from '@/lib/adapters/objects/embedded'
import type { Objects } from '@/lib/adapters/objects/port'
import { s3Objects } from '@/lib/adapters/objects/s3'
import { below } from '@/lib/below'
import { type Clock, systemClock } from '@/lib/clock'
import { type Database, openDatabase } from '@/lib/db'
import { Pace } from '@/lib/demo/pace'
import { env } from '@/lib/env'
import { lakeKeyOf } from '@/lib/lake/lake-key'
import type { LakeSettings } from '@/lib/lake/lake-settings'
import { lakePassword } from '@/lib/lake/query/open-for-bi'
import { logContext } from '@/lib/observe/context'
import type { Retention } from '@/lib/telemetry/retention'
import { biLogins } from '@/lib/tenancy/bi-logins'
import { dataKeyOf } from '@/lib/tenancy/data-key'
import { spaceCredentials } from '@/lib/tenancy/space-credentials'

/** Everything that the product's shells need from outside; functions take it as their first argument. */
export interface System {
  db: Database
  clock: Clock
  log: Logger
  identity: Identity
  /** Where people sign in; null when they sign in here. */
  signIn: SignInProvider | null
  notebooks: Notebooks
  objects: Objects
  bi: Bi
  /** Whose dashboards stand beside the product's own; null without one. */
  biTool: BiTool | null
  /** Draws how the installation runs, for administrators; null without one. */
  monitoring: Monitoring | null
  keys: Keys
  mail: MailService
  /** Who comes first in this process. */
  pace: Pace
  settings: Settings
}

export interface Settings {
  /** Where the browser finds the portal, without a trailing slash. */
  portalUrl: string
  varDir: string
  /** Root of derived secrets (links, first passwords); never stored with the data. */
  secret: string
  /** Where senders find the gateway, without a trailing slash. */
  gatewayUrl: string
  /** Webhooks may lead into private networks. */
  privateWebhooks: boolean
  demoHours: number
  warmPoolSize: number
  /** How long each tier of the telemetry is kept. */
  retention: Retention
  lake: LakeSettings
  /** The Python in which dbt is; it may still be being installed. Null without. */
  dbtPython: string | null
  /** Calendar years that bills of a deleted customer are kept. */
  keepInvoicesYears: number
}

/** The one place that chooses implementations. */
export function composeSystem(): System {
  const settings = {
    portalUrl: env().MILLRACE_URL,
    varDir: env().MILLRACE_VAR_DIR,
    secret: env().NEXTAUTH_SECRET,
    gatewayUrl: env().GATEWAY_URL ?? `http://127.0.0.1:${env().GATEWAY_PORT}`,
    privateWebhooks: env().WEBHOOK_PRIVATE_NETWORKS === 'allow',
    demoHours: env().DEMO_HOURS,
    warmPoolSize: env().WARM_POOL_SIZE,
    retention: { readingsDays: env().KEEP_READINGS_DAYS, minutesDays: env().KEEP_MINUTES_DAYS, quartersDays: env().KEEP_QUARTERS_DAYS, hoursDays: env().KEEP_HOURS_DAYS },
    lake: { cryptoFile: env().LAKE_CRYPTO_FILE ?? null, sealSeconds: env().LAKE_SEAL_SECONDS, keepDays: env().KEEP_LAKE_DAYS, tables: env().LAKE_TABLES, trino: env().LAKE_QUERY === 'trino' ? { url: env().TRINO_URL!, secret: env().TRINO_SECRET! } : null },
    dbtPython: env().DBT_PYTHON ?? null,
    keepInvoicesYears: env().KEEP_INVOICES_YEARS,
  }
  const clock = systemClock
  const db = openDatabase({ appUrl: env().DATABASE_URL, operatorUrl: env().OPERATOR_DATABASE_URL })
  const keys = composeKeys()
  return {
    db,
    clock,
    keys,
    settings,
    pace: new Pace(),
    log: pino({ level: env().LOG_LEVEL, mixin: logContext }),
    ...composeIdentity(db, clock),
    notebooks: composeNotebooks(),
    objects: composeObjects(settings, db, keys, clock),
    bi: embeddedBi(db),
    biTool: composeBiTool(settings, db),
    monitoring: composeMonitoring(),
    mail: composeMail(db, clock),
  }
}

function composeKeys(): Keys {
  const { KEYS, MILLRACE_VAR_DIR, VAULT_URL: url, VAULT_TOKEN_FILE: tokenFile, VAULT_TRANSIT: mount } = env()
  return KEYS === 'vault' ? vaultKeys({ url: url!, tokenFile: tokenFile!, mount }) : embeddedKeys(below(MILLRACE_VAR_DIR, 'keys'))
}

function composeMail(db: Database, clock: Clock): MailService {
  const { MAILER, SMTP_URL, SMTP_USER: user, SMTP_PASSWORD: password, SMTP_ENCRYPTION: encryption, SMTP_CA_FILE, MAIL_FROM, NEXTAUTH_SECRET: secret } = env()
  if (MAILER === 'embedded') return embeddedMail(db, clock)
  const { MAIL_BOUNCE_ADDRESS: bounceAddress, DKIM_DOMAIN: domain, DKIM_SELECTOR: selector, DKIM_KEY: privateKey } = env()
  return new SmtpMail(db, clock, {
    url: SMTP_URL!, user, password, encryption, secret, bounceAddress, from: MAIL_FROM!,
    authority: SMTP_CA_FILE && readFileSync(SMTP_CA_FILE, 'utf8'),
    dkim: domain ? { domain, selector: selector!, privateKey: privateKey! } : undefined,
  })
}

function composeIdentity(db: Database, clock: Clock): Pick<System, 'identity' | 'signIn'> {
  const { IDENTITY, KEYCLOAK_URL: url, KEYCLOAK_PORTAL_SECRET, KEYCLOAK_PROVISIONER_SECRET, KEYCLOAK_ENTRY_SECRET } = env()
  if (IDENTITY === 'embedded') return { identity: embeddedIdentity(db, clock), signIn: null }
  // parseEnv has seen to it that all four are there.
  return {
    identity: keycloakIdentity({ url: url!, provisioner: { clientId: 'provisioner', clientSecret: KEYCLOAK_PROVISIONER_SECRET! } }, db, clock),
    signIn: keycloakSignIn({ url: url!, clientId: 'portal', clientSecret: KEYCLOAK_PORTAL_SECRET!, entrySecret: KEYCLOAK_ENTRY_SECRET! }),
  }
}

function composeObjects({ varDir, secret, portalUrl, lake }: Settings, db: Database, keys: Keys, clock: Clock): Objects {
  const { OBJECTS, S3_URL, S3_IAM_URL, S3_REGION, S3_PREFIX, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY } = env()
  if (OBJECTS === 'embedded') {
    return embeddedObjects({ folder: below(varDir, 'objects'), dataKeyOf: (space) => dataKeyOf(db, keys, space), linkSecret: secret, baseUrl: portalUrl, clock })
  }
  return s3Objects({
    endpoint: S3_URL!,
    iamEndpoint: S3_IAM_URL,
    region: S3_REGION,
    administrator: { accessKeyId: S3_ACCESS_KEY_ID!, secretAccessKey: S3_SECRET_ACCESS_KEY! },
    prefix: S3_PREFIX,
    credentials: spaceCredentials(db, keys, clock),
    portalUrl,
    clock,
    tableKeyOf: lake.tables === 'sealed' ? (space) => lakeKeyOf({ db, keys }, space) : undefined,
  })
}

function composeBiTool({ secret, portalUrl, lake }: Settings, db: Database): BiTool | null {
  const { BI_TOOL, SUPERSET_URL: url, SUPERSET_PASSWORD: password, SUPERSET_PORTAL_KEY: portalKey, BI_DATABASE_URL, DATABASE_URL } = env()
  if (BI_TOOL === 'off') return null
  return supersetBi({
    url: url!, user: 'millrace-portal', password: password!, portalKey: portalKey!, portalUrl,
    assetsFolder: path.resolve('platform/superset/assets'),
    databaseUrl: BI_DATABASE_URL ?? DATABASE_URL,
    logins: biLogins(db, secret),
    lakePassword: lake.trino && ((tenantId) => lakePassword(secret, tenantId)),
  })
}

function composeMonitoring(): Monitoring | null {
  const { GRAFANA_URL: url } = env()
  return url ? grafanaMonitoring({ url, assetsFolder: path.resolve('platform/grafana/dashboards') }) : null
}

function composeNotebooks(): Notebooks {
  const { HUB_URL: url, HUB_API_TOKEN: apiToken, NOTEBOOKS, MILLRACE_VAR_DIR } = env()
  if (NOTEBOOKS === 'off' || !url || !apiToken) return notebooksOff()
  const dir = env().NOTEBOOKS_DIR ?? below(MILLRACE_VAR_DIR, 'notebooks')
  return new JupyterHubNotebooks({ url, apiToken, homesDir: below(dir, 'homes'), stateDir: below(dir, 'state'), oidc: env().IDENTITY === 'keycloak' })
}

const holder = globalThis as typeof globalThis & { millraceSystem?: System }

/** The process's system. Kept on globalThis, because a development server loads modules more than once. */
export const system = (): System => (holder.millraceSystem ??= composeSystem())

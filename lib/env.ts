import { z } from 'zod'
import { saslMechanisms } from '@/lib/adapters/events/kafka-options'
import { usualLake } from '@/lib/lake/lake-settings'
import { withSecretFiles } from '@/lib/secret-files'
import { usualRetention } from '@/lib/telemetry/retention'

const password = z.string().min(16, 'at least 16 characters')
const url = (...protocols: string[]) =>
  z.url({ protocol: new RegExp(`^(${protocols.join('|')})$`), error: `a URL that begins with ${protocols[0]}://` })
const days = (least: number) => z.coerce.number(`a number of days, at least ${least}`).int('whole days').min(least, `at least ${least} days`)

const schema = z.object({
  /** As `millrace_app`: row-level security shows it one tenant. */
  DATABASE_URL: url('postgresql', 'postgres'),
  /** As `millrace_operator`. */
  OPERATOR_DATABASE_URL: url('postgresql', 'postgres'),
  /** The origin that browsers use, without a trailing slash. */
  MILLRACE_URL: url('http', 'https').transform((value) => value.replace(/\/+$/, '')),
  NEXTAUTH_SECRET: password,
  /** What the installation writes: keys, objects, stories, logs. An absolute path. */
  MILLRACE_VAR_DIR: z.string().regex(/^(\/|[A-Za-z]:\\)/, 'an absolute path'),
  /** Where browsers and the portal reach the notebook hub. Without it there are no notebooks. */
  HUB_URL: url('http', 'https').optional(),
  /** Homes and state of the notebook hub; `<MILLRACE_VAR_DIR>/notebooks` unless said. */
  NOTEBOOKS_DIR: z.string().optional(),
  /** What portal and hub show each other. */
  HUB_API_TOKEN: password.optional(),
  /** Where the gateway takes readings. */
  GATEWAY_PORT: z.coerce.number().int().min(1).max(65_535).default(4100),
  GATEWAY_LISTEN: z.string().default('127.0.0.1'),
  /** As senders reach it; the port on this machine unless said. */
  GATEWAY_URL: url('http', 'https').optional(),
  /** Whether webhooks may lead into private networks, by plain http too: for an installation that stands in its plant. */
  WEBHOOK_PRIVATE_NETWORKS: z.enum(['deny', 'allow']).default('deny'),
  /** Whoever shows it reads the metrics of portal and worker; without it nobody does. */
  METRICS_TOKEN: password.optional(),
  /** Where the worker shows its metrics, on this machine. */
  WORKER_METRICS_PORT: z.coerce.number().int().min(1).max(65_535).optional(),
  /** Where the process that brings open screens their alarms shows its own. */
  LIVE_METRICS_PORT: z.coerce.number().int().min(1).max(65_535).optional(),
  /** A collector that takes traces by OTLP over HTTP; nothing is recorded without one. */
  OTEL_EXPORTER_OTLP_ENDPOINT: url('http', 'https').optional(),
  /** Demos kept ready, per industry. */
  WARM_POOL_SIZE: z.coerce.number().int().min(0).max(50).default(1),
  DEMO_HOURS: z.coerce.number().min(2).max(24).default(24),
  TELEMETRY: z.enum(['auto', 'embedded', 'timescaledb']).default('auto'),
  /** Days that readings, and roll-ups of 1 min, 15 min and 1 h, are kept; see lib/telemetry/retention.ts. */
  KEEP_READINGS_DAYS: days(31).default(usualRetention.readingsDays),
  KEEP_MINUTES_DAYS: days(31).default(usualRetention.minutesDays),
  KEEP_QUARTERS_DAYS: days(400).default(usualRetention.quartersDays),
  KEEP_HOURS_DAYS: days(400).default(usualRetention.hoursDays),
  /** kafka: readings, rules and alarms go over a stream, and Flink judges; see platform/flink/README.md. */
  EVENTS: z.enum(['embedded', 'kafka']).default('embedded'),
  /** `host:port`, several with commas. */
  KAFKA_BROKERS: z.string().regex(/^[^\s,:]+:\d+(,[^\s,:]+:\d+)*$/, 'host:port, several with commas').optional(),
  /** Begins the name of every topic, group and subject of this installation. */
  KAFKA_PREFIX: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,60}$/, 'lower-case letters, digits, dots and hyphens').default('millrace.'),
  /** The zone of this process, as the brokers' `broker.rack` names it: it reads from a replica there. */
  KAFKA_RACK: z.string().optional(),
  KAFKA_TLS: z.enum(['on', 'off']).default('off'),
  /** Certificates (PEM) that vouch for the brokers', where those of the system do not; for Flink at the same place. */
  KAFKA_CA_FILE: z.string().optional(),
  KAFKA_USER: z.string().optional(),
  KAFKA_PASSWORD: z.string().optional(),
  KAFKA_SASL: z.enum(saslMechanisms).default('SCRAM-SHA-512'),
  /** Where a registry answers with the API of Confluent's. */
  SCHEMA_REGISTRY_URL: url('http', 'https').optional(),
  /** Of Flink's job manager, and of its SQL gateway. */
  FLINK_URL: url('http', 'https').optional(),
  FLINK_SQL_GATEWAY_URL: url('http', 'https').optional(),
  /** The compiled rules (platform/flink), where the SQL gateway finds them. */
  FLINK_RULES_JAR: z.string().optional(),
  /** Of the lake job (platform/flink): the bucket of its files and checkpoints; for Iceberg a REST catalogue, the warehouse in it, and a key of S3 with which both are reached. */
  FLINK_LAKE_BUCKET: z.string().optional(),
  FLINK_LAKE_CATALOG_URL: url('http', 'https').optional(),
  FLINK_LAKE_WAREHOUSE: url('s3').optional(),
  FLINK_LAKE_KEY_ID: z.string().optional(),
  FLINK_LAKE_SECRET: z.string().optional(),
  FLINK_PARALLELISM: z.coerce.number().int().min(1).max(512).default(2),
  /** The extension of DuckDB that writes encrypted files; `npm start` fetches and names it. Without it history is not sealed. */
  LAKE_CRYPTO_FILE: z.string().optional(),
  /** The Python of an environment in which dbt is installed (platform/dbt/requirements.txt); `npm start` brings its own. Without one no marts are built. */
  DBT_PYTHON: z.string().optional(),
  LAKE_SEAL_SECONDS: z.coerce.number().int('whole seconds').min(10, 'at least 10 seconds').max(240, 'at most 240 seconds: readings are to be found within five minutes').default(usualLake.sealSeconds),
  /** Iceberg and Delta tables of the figures, for other programs. sealed: encrypted by S3 under the tenant's key (SSE-C). plain: as they are, for readers that cannot show a key. */
  LAKE_TABLES: z.enum(['off', 'sealed', 'plain']).default('off'),
  /** trino: queries may be asked of Trino too, over the open tables in S3; see platform/lake/README.md. */
  LAKE_QUERY: z.enum(['duckdb', 'trino']).default('duckdb'),
  TRINO_URL: url('http', 'https').transform((value) => value.replace(/\/+$/, '')).optional(),
  /** With which the portal signs who asks; Trino has it, in base64, in its `http-server.authentication.jwt.key-file`. */
  TRINO_SECRET: z.string().min(32, 'at least 32 characters').optional(),
  KEEP_LAKE_DAYS: days(400).default(usualLake.keepDays),
  /** Calendar years that bills of a deleted customer are kept after the one they were closed in. */
  KEEP_INVOICES_YEARS: z.coerce.number().int().min(0).max(30).default(10),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  /** keycloak: people sign in there, see platform/keycloak/README.md. */
  IDENTITY: z.enum(['embedded', 'keycloak']).default('embedded'),
  /** As browsers and the portal reach it. */
  KEYCLOAK_URL: url('http', 'https').transform((value) => value.replace(/\/+$/, '')).optional(),
  /** Of the client `portal`, where people sign in. */
  KEYCLOAK_PORTAL_SECRET: password.optional(),
  /** Of the client `provisioner`, which makes and removes people. */
  KEYCLOAK_PROVISIONER_SECRET: password.optional(),
  /** With which Keycloak asks the portal about the one-time links of its mails. */
  KEYCLOAK_ENTRY_SECRET: password.optional(),
  OBJECTS: z.enum(['embedded', 's3']).default('embedded'),
  /** Where this machine, browsers and notebooks reach the object store. */
  S3_URL: url('http', 'https').optional(),
  /** Where its IAM API answers, when not there. */
  S3_IAM_URL: url('http', 'https').optional(),
  S3_REGION: z.string().default('us-east-1'),
  /** Of a user who may make and remove buckets and users. */
  S3_ACCESS_KEY_ID: z.string().optional(),
  S3_SECRET_ACCESS_KEY: z.string().optional(),
  /** Begins the name of every bucket and user of this installation. */
  S3_PREFIX: z.string().regex(/^[a-z0-9][a-z0-9-]{1,30}$/, 'lower-case letters, digits and hyphens, 2 to 31 of them').default('millrace-'),
  /** Not MAIL: on Unix that names a login's mailbox. */
  MAILER: z.enum(['embedded', 'smtp']).default('embedded'),
  /** `smtp://host:587` (STARTTLS) or `smtps://host:465`. */
  SMTP_URL: url('smtp', 'smtps').optional(),
  SMTP_USER: z.string().optional(),
  SMTP_PASSWORD: z.string().optional(),
  /** `off` sends in the clear: for a relay on this machine and nothing else. */
  SMTP_ENCRYPTION: z.enum(['required', 'off']).default('required'),
  /** The authority that signed the server's certificate (PEM), when it is none that everybody knows. */
  SMTP_CA_FILE: z.string().optional(),
  MAIL_FROM: z.string().regex(/^([^<>\r\n]+<)?[^\s<>@]+@[^\s<>@]+>?$/, 'an address, with or without a name: Millrace <hello@example.com>').optional(),
  /** Where servers report what they could not deliver; they need to deliver `name+key@` there too. */
  MAIL_BOUNCE_ADDRESS: z.email('an address').optional(),
  /** What a mail server shows that hands in delivery reports. */
  MAIL_REPORT_TOKEN: password.optional(),
  DKIM_DOMAIN: z.string().optional(),
  DKIM_SELECTOR: z.string().optional(),
  DKIM_KEY: z.string().optional(),
  KEYS: z.enum(['embedded', 'vault']).default('embedded'),
  /** Of Vault or OpenBao. */
  VAULT_URL: url('https', 'http').optional(),
  /** Read at each call: whoever renews the token writes it anew. */
  VAULT_TOKEN_FILE: z.string().optional(),
  VAULT_TRANSIT: z.string().default('transit'),
  NOTEBOOKS: z.enum(['jupyterhub', 'off']).default('jupyterhub'),
  /** A BI tool whose dashboards stand beside the product's own, see platform/superset/README.md. */
  BI_TOOL: z.enum(['off', 'superset']).default('off'),
  /** As the portal reaches it, with the path `/bi/superset` below which it serves. */
  SUPERSET_URL: url('http', 'https').transform((value) => value.replace(/\/+$/, '')).optional(),
  /** Of its account `millrace-portal`. */
  SUPERSET_PASSWORD: password.optional(),
  /** Which the portal shows with every guest token. */
  SUPERSET_PORTAL_KEY: password.optional(),
  /** Grafana as the portal reaches it, with the path `/bi/grafana` below which it serves; see platform/grafana/README.md. */
  GRAFANA_URL: url('http', 'https').transform((value) => value.replace(/\/+$/, '')).refine((value) => value.endsWith('/bi/grafana'), 'an address that ends in /bi/grafana').optional(),
  /** PostgreSQL as the tool reaches it, without user and password; where the portal reaches it unless said. */
  BI_DATABASE_URL: url('postgresql', 'postgres').optional(),
})

type Settings = z.infer<typeof schema>

export const settingNames = Object.keys(schema.shape)

/** What each choice needs besides. */
const needed: [when: (value: Settings) => boolean, why: string, names: (keyof Settings)[]][] = [
  [(value) => value.NOTEBOOKS === 'jupyterhub' && value.HUB_URL !== undefined, 'HUB_URL is set', ['HUB_API_TOKEN']],
  [(value) => value.IDENTITY === 'keycloak', 'IDENTITY=keycloak', ['KEYCLOAK_URL', 'KEYCLOAK_PORTAL_SECRET', 'KEYCLOAK_PROVISIONER_SECRET', 'KEYCLOAK_ENTRY_SECRET']],
  [(value) => value.OBJECTS === 's3', 'OBJECTS=s3', ['S3_URL', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY']],
  [(value) => value.MAILER === 'smtp', 'MAILER=smtp', ['SMTP_URL', 'MAIL_FROM']],
  [(value) => value.SMTP_USER !== undefined, 'SMTP_USER is set', ['SMTP_PASSWORD']],
  [(value) => value.MAIL_BOUNCE_ADDRESS !== undefined, 'MAIL_BOUNCE_ADDRESS is set', ['MAIL_REPORT_TOKEN']],
  [(value) => value.DKIM_DOMAIN !== undefined, 'DKIM_DOMAIN is set', ['DKIM_SELECTOR', 'DKIM_KEY']],
  [(value) => value.EVENTS === 'kafka', 'EVENTS=kafka', ['KAFKA_BROKERS', 'SCHEMA_REGISTRY_URL']],
  [(value) => value.KAFKA_USER !== undefined, 'KAFKA_USER is set', ['KAFKA_PASSWORD']],
  [(value) => value.BI_TOOL === 'superset', 'BI_TOOL=superset', ['SUPERSET_URL', 'SUPERSET_PASSWORD', 'SUPERSET_PORTAL_KEY']],
  [(value) => value.LAKE_QUERY === 'trino', 'LAKE_QUERY=trino', ['TRINO_URL', 'TRINO_SECRET']],
  [(value) => value.KEYS === 'vault', 'KEYS=vault', ['VAULT_URL', 'VAULT_TOKEN_FILE']],
]

const settings = schema.superRefine((value, context) => {
  for (const [, why, names] of needed.filter(([when]) => when(value))) {
    for (const name of names.filter((each) => value[each] === undefined)) context.addIssue({ code: 'custom', path: [name], message: `is needed when ${why}` })
  }
  if (value.LAKE_QUERY === 'trino' && (value.LAKE_TABLES === 'off' || value.OBJECTS !== 's3')) context.addIssue({ code: 'custom', path: ['LAKE_QUERY'], message: 'trino reads open tables in S3: it needs OBJECTS=s3 and LAKE_TABLES=sealed or plain' })
  if (value.LAKE_TABLES === 'sealed' && value.OBJECTS !== 's3') context.addIssue({ code: 'custom', path: ['LAKE_TABLES'], message: 'sealed is for OBJECTS=s3: only an S3 store encrypts under a key that each reader shows' })
})

export type Env = Settings

/** @throws one error that names every variable that is missing or wrong, and what was expected. */
export function parseEnv(source: Record<string, string | undefined>): Env {
  // An empty line in a settings file means "not set".
  const given = withSecretFiles(Object.fromEntries(Object.entries(source).filter(([, value]) => value !== '')))
  const parsed = settings.safeParse(given)
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map(({ path, message }) => {
    const name = String(path[0])
    return `  ${name}: ${given[name] === undefined && !message.includes('needed') ? 'is not set' : message}`
  })
  throw new Error(`The settings are not complete (see .env.example):\n${problems.join('\n')}`)
}

let cached: Env | undefined

/** The settings of this process, read once. The only place that looks at the environment. */
export const env = (): Env => (cached ??= parseEnv(process.env))

const connectorsSchema = schema.pick({ LOG_LEVEL: true, GATEWAY_PORT: true, GATEWAY_URL: true }).extend({
  /** What the connectors read and where they send it; see platform/connectors/README.md. */
  CONNECTORS_FILE: z.string().optional(),
  /** An API key of a demo plant, for `--demo`. */
  CONNECTORS_DEMO_KEY: z.string().optional(),
  MILLRACE_VAR_DIR: z.string().default('var'),
})

/** A connector runs near the plant, without a database and without the portal's settings. `named` looks up what its file names. */
export function connectorsEnv(): z.infer<typeof connectorsSchema> & { named(name: string): string | undefined } {
  const given = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== ''))
  const parsed = connectorsSchema.safeParse(given)
  if (!parsed.success) throw new Error(`The settings of the connectors are not complete:\n${parsed.error.issues.map(({ path, message }) => `  ${String(path[0])}: ${message}`).join('\n')}`)
  return { ...parsed.data, named: (name) => given[name] }
}

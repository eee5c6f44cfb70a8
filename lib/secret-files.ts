import { readFileSync } from 'node:fs'

/** Settings that are secrets. Each may be given as `<NAME>_FILE` instead: a file, as Docker, Kubernetes and Vault Agent write them. */
export const secretNames = [
  'DATABASE_URL',
  'OPERATOR_DATABASE_URL',
  'POSTGRES_ADMIN_URL',
  'NEXTAUTH_SECRET',
  'HUB_API_TOKEN',
  'METRICS_TOKEN',
  'SMTP_PASSWORD',
  'MAIL_REPORT_TOKEN',
  'DKIM_KEY',
  'S3_SECRET_ACCESS_KEY',
  'KEYCLOAK_PORTAL_SECRET',
  'KEYCLOAK_PROVISIONER_SECRET',
  'KEYCLOAK_ENTRY_SECRET',
  'KAFKA_PASSWORD',
  'FLINK_LAKE_SECRET',
  'TRINO_SECRET',
  'SUPERSET_PASSWORD',
  'SUPERSET_PORTAL_KEY',
] as const

type Values = Record<string, string | undefined>

/**
 * The same settings with the content of each named file in its place; a last line break is not part of a secret.
 * @throws a sentence that names the variable, when its file cannot be read or it is given in both ways.
 */
export function withSecretFiles(values: Values): Values {
  const read = secretNames.flatMap((name) => {
    const file = values[`${name}_FILE`]
    if (!file) return []
    if (values[name]) throw new Error(`${name} and ${name}_FILE are both set: keep one of them.`)
    return [[name, contentOf(`${name}_FILE`, file)]]
  })
  const named = secretNames.map((name) => `${name}_FILE`)
  return { ...Object.fromEntries(Object.entries(values).filter(([name]) => !named.includes(name))), ...Object.fromEntries(read) }
}

function contentOf(variable: string, file: string): string {
  try {
    return readFileSync(file, 'utf8').replace(/\r?\n$/, '')
  } catch (error) {
    throw new Error(`${variable} names ${file}, which cannot be read: ${(error as NodeJS.ErrnoException).code ?? String(error)}`, { cause: error })
  }
}

import { applyRealms } from './apply-realms'

/** Applies platform/keycloak to the Keycloak that the environment names; see its README. */
async function main(): Promise<void> {
  const { KEYCLOAK_URL: url, KEYCLOAK_INSTALLER_ID: clientId, KEYCLOAK_INSTALLER_SECRET: clientSecret } = process.env
  if (!url || !clientId || !clientSecret) throw new Error('KEYCLOAK_URL, KEYCLOAK_INSTALLER_ID and KEYCLOAK_INSTALLER_SECRET are needed; see platform/keycloak/README.md')
  const values = Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => /_(URL|SECRET|SECONDS)$/.test(entry[0]) && entry[1] !== ''))
  await applyRealms({ url: url.replace(/\/+$/, ''), clientId, clientSecret }, values)
  process.stdout.write(`The realms at ${url} are as platform/keycloak says.\n`)
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
})

import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { checkout } from '../../checkout'
import { applyRealms } from '../../keycloak/apply-realms'
import { readSettings } from '../../start/settings'
import { installOnce, runOrThrow } from '../install-once'
import { fetchArtifact, requireJava } from '../java'
import type { Site, StackServer } from '../server'
import { startDetached } from '../start-detached'

const version = '26.7.3'
type Port = 'http' | 'management' | 'hub'

/** Keycloak with the realms and the look of platform/keycloak, its own database in a file. */
export const keycloak: StackServer<Port> = {
  name: 'keycloak',
  title: `Keycloak ${version} (sign-in)`,
  // The notebook hub signs people in there: its address stands in the realm, so its port is chosen here too.
  ports: { http: 8081, management: 8082, hub: 8600 },
  // Its first start makes the database and the realms; on a machine that is busy with more that takes minutes.
  secondsToStart: 600,
  install: async ({ programs, say }) => {
    await requireJava('Keycloak')
    await installOnce(programs, folder, (draft) => build(draft, say))
  },
  start: (site) => startDetached(site, { program: 'bash', args: [path.join(site.programs, folder, 'bin/kc.sh'), ...options(site)], env: environment(site) }),
  async ready(site) {
    const answer = await fetch(`http://127.0.0.1:${site.port('management')}/health/ready`, { signal: AbortSignal.timeout(2000) })
    return answer.ok
  },
  prepare: (site) => applyRealms({ url: urlOf(site), clientId: installer, clientSecret: site.secrets.get('keycloak-installer') }, placeholders(site)),
  settings: (site) => ({
    IDENTITY: 'keycloak',
    KEYCLOAK_URL: urlOf(site),
    KEYCLOAK_PORTAL_SECRET: site.secrets.get('keycloak-portal'),
    KEYCLOAK_PROVISIONER_SECRET: site.secrets.get('keycloak-provisioner'),
    KEYCLOAK_ENTRY_SECRET: site.secrets.get('keycloak-entry'),
    KEYCLOAK_JUPYTERHUB_SECRET: site.secrets.get('keycloak-jupyterhub'),
    HUB_PORT: String(site.port('hub')),
  }),
}

const folder = `keycloak-${version}`
const installer = 'installer'
const urlOf = (site: Site<Port>) => `http://127.0.0.1:${site.port('http')}`

/** What the realm files leave open. A client without an address here (Grafana, Airflow, …) is made and stays disabled. */
const placeholders = (site: Site<Port>): Record<string, string> => ({
  PORTAL_URL: site.portalUrl,
  JUPYTERHUB_URL: `http://127.0.0.1:${site.port('hub')}`,
  SUPERSET_URL: `http://127.0.0.1:${site.portOf('superset', 'http')}/bi/superset`,
  KEYCLOAK_URL: urlOf(site),
  DEMO_SESSION_SECONDS: String(Math.round(Math.min(24, Math.max(2, Number(readSettings().DEMO_HOURS ?? 24))) * 3600)),
  PORTAL_CLIENT_SECRET: site.secrets.get('keycloak-portal'),
  PROVISIONER_CLIENT_SECRET: site.secrets.get('keycloak-provisioner'),
  ENTRY_CLIENT_SECRET: site.secrets.get('keycloak-entry'),
  JUPYTERHUB_CLIENT_SECRET: site.secrets.get('keycloak-jupyterhub'),
  SUPERSET_CLIENT_SECRET: site.secrets.get('keycloak-superset'),
})

const options = (site: Site<Port>): string[] => [
  'start',
  '--optimized',
  `--hostname=${urlOf(site)}`,
  '--http-host=127.0.0.1',
  `--http-port=${site.port('http')}`,
  '--http-management-host=127.0.0.1',
  `--http-management-port=${site.port('management')}`,
  `--db-url=jdbc:h2:file:${path.join(site.data, 'h2/keycloak')};NON_KEYWORDS=VALUE`,
  `--spi-theme--folder--dir=${path.join(checkout, 'platform/keycloak/themes')}`,
]

/** The first start makes the installer; afterwards the variables are ignored. */
const environment = ({ secrets }: Site<Port>): Record<string, string> => ({
  ...(process.env.JAVA_HOME && { JAVA_HOME: process.env.JAVA_HOME }),
  JAVA_OPTS_KC_HEAP: '-Xms64m -Xmx384m',
  KC_BOOTSTRAP_ADMIN_CLIENT_ID: installer,
  KC_BOOTSTRAP_ADMIN_CLIENT_SECRET: secrets.get('keycloak-installer'),
})

/** Fetched, unpacked and built once: a start with `--optimized` then takes seconds. */
async function build(draft: string, say: (text: string) => void): Promise<void> {
  const work = `${draft}.zip`
  mkdirSync(work, { recursive: true })
  say('fetching (177 MB)')
  await fetchArtifact(`org.keycloak:keycloak-quarkus-dist:${version}:zip`, work)
  await runOrThrow('python3', ['-m', 'zipfile', '-e', path.join(work, `keycloak-quarkus-dist-${version}.zip`), work])
  rmSync(draft, { recursive: true, force: true })
  renameSync(path.join(work, `keycloak-${version}`), draft)
  rmSync(work, { recursive: true, force: true })
  // The cache has to be local at build time: otherwise it opens ports to look for other nodes.
  writeFileSync(path.join(draft, 'conf/keycloak.conf'), 'db=dev-file\ncache=local\nhealth-enabled=true\nhttp-enabled=true\n')
  say('building')
  await runOrThrow('bash', [path.join(draft, 'bin/kc.sh'), 'build'])
}

import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { installOnce, runOrThrow } from '../install-once'
import { fetchArtifact, installNewestJava, requireMaven } from '../java'
import type { Site, StackServer } from '../server'
import { startDetached } from '../start-detached'

const version = '3.3.3'
const folder = `apicurio-${version}`
type Port = 'http' | 'management'

/** Apicurio Registry: schemas by the API of Confluent's registry, kept in a file. */
export const registry: StackServer<Port> = {
  name: 'registry',
  title: `Apicurio Registry ${version} (schemas)`,
  group: 'streams',
  ports: { http: 8091, management: 8092 },
  secondsToStart: 240,
  async install({ programs, say }) {
    await requireMaven('Apicurio Registry')
    await installNewestJava(programs)
    await installOnce(programs, folder, async (draft) => {
      say('fetching (159 MB)')
      mkdirSync(draft, { recursive: true })
      await fetchArtifact(`io.apicurio:apicurio-registry-app:${version}:tar.gz:all`, draft)
      await runOrThrow('tar', ['-xzf', path.join(draft, `apicurio-registry-app-${version}-all.tar.gz`), '-C', draft])
    })
  },
  async start(site) {
    const program = await installNewestJava(site.programs)
    return startDetached(site, { program, args: ['-Xms64m', '-Xmx256m', '-jar', path.join(site.programs, folder, 'quarkus-run.jar')], env: environment(site) })
  },
  ready: async (site) => (await fetch(`${url(site)}/subjects`, { signal: AbortSignal.timeout(5000) })).ok,
  settings: (site) => ({ SCHEMA_REGISTRY_URL: url(site) }),
}

const url = (site: Site<Port>) => `http://127.0.0.1:${site.port('http')}/apis/ccompat/v7`

const environment = (site: Site<Port>): Record<string, string> => ({
  QUARKUS_HTTP_HOST: '127.0.0.1',
  QUARKUS_HTTP_PORT: String(site.port('http')),
  QUARKUS_MANAGEMENT_ENABLED: 'true',
  QUARKUS_MANAGEMENT_HOST: '127.0.0.1',
  QUARKUS_MANAGEMENT_PORT: String(site.port('management')),
  APICURIO_STORAGE_KIND: 'sql',
  APICURIO_STORAGE_SQL_KIND: 'h2',
  APICURIO_DATASOURCE_URL: `jdbc:h2:file:${path.join(site.data, 'registry')}`,
  APICURIO_DATASOURCE_USERNAME: 'sa',
  APICURIO_DATASOURCE_PASSWORD: 'sa',
})

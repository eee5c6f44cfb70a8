import { readFileSync } from 'node:fs'
import path from 'node:path'
import { checkout } from '../../checkout'
import { folderDigest, installPython } from '../install-once'
import type { Site, StackServer } from '../server'
import { startDetached } from '../start-detached'

const platform = path.join(checkout, 'platform/superset')
const requirements = path.join(platform, 'requirements.txt')
const asked = readFileSync(requirements, 'utf8')
const version = /apache-superset==(.+)/.exec(asked)![1]!
// Another package beside it is another installation.
const folder = `superset-${version}-${folderDigest(asked)}`
type Port = 'http'

/** Superset below the portal's path, its own database in a file. Keycloak, when it is there, signs analysts in. */
export const superset: StackServer<Port> = {
  name: 'superset',
  title: `Superset ${version} (dashboards)`,
  after: ['keycloak'],
  ports: { http: 8088 },
  // Its first start makes its database and roles; on a machine that is busy with more that takes minutes.
  secondsToStart: 600,
  install: async ({ programs }) => void (await installPython(programs, folder, ['--requirement', requirements])),
  start: (site) => startDetached(site, { program: path.join(site.programs, folder, 'bin/python'), args: [path.join(platform, 'serve.py'), String(site.port('http'))], env: environment(site) }),
  async ready(site) {
    const answer = await fetch(`${url(site)}/health`, { signal: AbortSignal.timeout(2000) })
    return answer.ok
  },
  settings: (site) => ({
    BI_TOOL: 'superset',
    SUPERSET_URL: url(site),
    SUPERSET_PASSWORD: site.secrets.get('stack-superset-service'),
    SUPERSET_PORTAL_KEY: site.secrets.get('stack-superset-portal'),
  }),
}

const url = (site: Site<Port>) => `http://127.0.0.1:${site.port('http')}/bi/superset`

const environment = (site: Site<Port>): Record<string, string> => {
  const keycloak = site.settingsOf('keycloak')
  return {
    PYTHONPATH: platform,
    SUPERSET_CONFIG_PATH: path.join(platform, 'superset_config.py'),
    SUPERSET_HOME: site.data,
    SUPERSET_URL: url(site),
    SUPERSET_SECRET_KEY: site.secrets.get('stack-superset-key'),
    SUPERSET_GUEST_SECRET: site.secrets.get('stack-superset-guest'),
    SUPERSET_SERVICE_PASSWORD: site.secrets.get('stack-superset-service'),
    SUPERSET_PORTAL_KEY: site.secrets.get('stack-superset-portal'),
    SUPERSET_PORTAL_URL: site.portalUrl,
    ...(keycloak && { SUPERSET_KEYCLOAK_URL: keycloak.KEYCLOAK_URL!, SUPERSET_CLIENT_SECRET: site.secrets.get('keycloak-superset') }),
  }
}

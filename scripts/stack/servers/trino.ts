import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { installOnce, runOrThrow } from '../install-once'
import { fetchArtifact, installNewestJava, requireMaven } from '../java'
import type { Settings, Site, StackServer } from '../server'
import { startDetached } from '../start-detached'

const version = '476'
/** Of its connectors two are used: open tables, and what a run of the marts makes of them. */
const plugins = ['iceberg', 'memory', 'opa']
/** With which of them it is: one that was installed with fewer is not taken for it. */
const folder = `trino-${version}-${plugins.join('-')}`
type Port = 'http'

/**
 * Trino over the open tables of plants: the product makes a catalogue for each plant when somebody asks, and Trino asks the
 * product who may read what. Catalogues are in memory: the keys of plants lie in no file of Trino's.
 */
export const trino: StackServer<Port> = {
  name: 'trino',
  title: `Trino ${version} (SQL over open tables)`,
  group: 'lake',
  after: ['s3'],
  ports: { http: 8060 },
  secondsToStart: 240,
  async install({ programs, say }) {
    await requireMaven('Trino')
    await installNewestJava(programs)
    await installOnce(programs, folder, async (draft) => {
      say('fetching (821 MB)')
      mkdirSync(draft, { recursive: true })
      await fetchArtifact(`io.trino:trino-server:${version}:tar.gz`, draft)
      const archive = path.join(draft, `trino-server-${version}.tar.gz`)
      // Whole: connectors share files by hard links, which a part of the archive cannot follow.
      await runOrThrow('tar', ['-xzf', archive, '-C', draft, '--strip-components=1'])
      rmSync(archive)
      for (const plugin of readdirSync(path.join(draft, 'plugin'))) if (!plugins.includes(plugin)) rmSync(path.join(draft, 'plugin', plugin), { recursive: true })
    })
  },
  async start(site) {
    const java = await installNewestJava(site.programs)
    const etc = writeSettings(site)
    const args = ['run', `--etc-dir=${etc}`, `--data-dir=${site.data}`]
    return startDetached(site, { program: path.join(site.programs, folder, 'bin/launcher'), args, env: { PATH: `${path.dirname(java)}:${process.env.PATH}` } })
  },
  async ready(site) {
    const answer = await fetch(`${url(site)}/v1/info`, { signal: AbortSignal.timeout(2000) })
    return answer.ok && !((await answer.json()) as { starting: boolean }).starting
  },
  settings: (site): Settings => (site.settingsOf('s3') ? { LAKE_TABLES: 'sealed', LAKE_QUERY: 'trino', TRINO_URL: url(site), TRINO_SECRET: secret(site) } : {}),
}

const url = (site: Site<Port>) => `http://127.0.0.1:${site.port('http')}`
const secret = (site: Site<Port>) => site.secrets.get('stack-trino')

/** @returns the folder. */
function writeSettings(site: Site<Port>): string {
  const etc = path.join(site.data, 'etc')
  mkdirSync(etc, { recursive: true })
  const write = (name: string, lines: string[]) => writeFileSync(path.join(etc, name), `${lines.join('\n')}\n`, { mode: 0o600 })
  write('node.properties', ['node.environment=millrace', 'node.id=millrace', 'node.bind-ip=127.0.0.1', 'node.internal-address=127.0.0.1', `node.data-dir=${site.data}`, `plugin.dir=${path.join(site.programs, folder, 'plugin')}`])
  write('jvm.config', ['-server', '-Xmx1G', '-XX:+UseG1GC', '-XX:ReservedCodeCacheSize=256M', '-XX:+ExitOnOutOfMemoryError', '-Djdk.attach.allowAttachSelf=true', '--sun-misc-unsafe-memory-access=allow', '--enable-native-access=ALL-UNNAMED'])
  // Whoever asks shows a token that the product signed, and is who it names.
  writeFileSync(path.join(etc, 'token.key'), Buffer.from(secret(site)).toString('base64'), { mode: 0o600 })
  write('config.properties', [
    'coordinator=true', 'node-scheduler.include-coordinator=true', `http-server.http.port=${site.port('http')}`, `discovery.uri=${url(site)}`,
    'catalog.management=dynamic', 'catalog.store=memory', 'query.max-memory-per-node=512MB', 'memory.heap-headroom-per-node=256MB', 'web-ui.enabled=false',
    'http-server.authentication.type=JWT', `http-server.authentication.jwt.key-file=${path.join(etc, 'token.key')}`,
    // On this machine it is reached without TLS, and takes a token only from who says that there is some in front.
    'http-server.process-forwarded=true',
    `internal-communication.shared-secret=${site.secrets.get('stack-trino-inner')}`,
  ])
  write('access-control.properties', ['access-control.name=opa', `opa.policy.uri=${site.portalUrl}/api/lake/trino-policy`])
  return etc
}

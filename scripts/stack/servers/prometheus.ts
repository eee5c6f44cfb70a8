import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { checkout } from '../../checkout'
import { usualPorts } from '../../start/ports'
import { installOnce, runOrThrow } from '../install-once'
import type { Site, StackServer } from '../server'
import { startDetached } from '../start-detached'

const platform = path.join(checkout, 'platform/prometheus')
const folder = 'prometheus-debian'
type Port = 'http'

/** Prometheus from Debian's package, unpacked and not installed: 20 MB, no build. It reads this stack's product. */
export const prometheus: StackServer<Port> = {
  name: 'prometheus',
  title: 'Prometheus (metrics, rules)',
  optional: true,
  ports: { http: 9090 },
  secondsToStart: 60,
  install: async ({ programs }) => void (await installOnce(programs, folder, unpack)),
  start: (site) => {
    configure(site)
    const args = [`--config.file=${path.join(site.data, 'prometheus.yml')}`, `--storage.tsdb.path=${path.join(site.data, 'tsdb')}`, '--storage.tsdb.retention.time=15d', `--web.listen-address=127.0.0.1:${site.port('http')}`]
    return startDetached(site, { program: path.join(site.programs, folder, 'usr/bin/prometheus'), args })
  },
  async ready(site) {
    const answer = await fetch(`http://127.0.0.1:${site.port('http')}/-/ready`, { signal: AbortSignal.timeout(2000) })
    return answer.ok
  },
  settings: (site) => ({ PROMETHEUS_URL: `http://127.0.0.1:${site.port('http')}` }),
}

/** Judges rules and configuration without a server. */
export const promtool = path.join(checkout, 'var/stack/programs', folder, 'usr/bin/promtool')

async function unpack(draft: string): Promise<void> {
  mkdirSync(draft, { recursive: true })
  const debian = 'cd "$1" && apt-get download prometheus && dpkg-deb -x prometheus_*.deb . && rm prometheus_*.deb'
  await runOrThrow('sh', ['-c', debian, 'sh', draft]).catch((error: Error) => {
    throw new Error(`It comes from Debian’s package of that name, which apt-get could not fetch here. ${error.message}`)
  })
}

function configure({ data, secrets, portalUrl }: Site<Port>): void {
  for (const file of ['prometheus.yml', 'rules.yml']) copyFileSync(path.join(platform, file), path.join(data, file))
  writeFileSync(path.join(data, 'metrics-token'), secrets.get('metrics-token'), { mode: 0o600 })
  rmSync(path.join(data, 'targets'), { recursive: true, force: true })
  mkdirSync(path.join(data, 'targets'))
  const chosen = path.join(data, '../../run/stack-ports.json')
  const ports = existsSync(chosen) ? (JSON.parse(readFileSync(chosen, 'utf8')) as Record<string, number>) : {}
  const targets = { portal: new URL(portalUrl).host, gateway: `127.0.0.1:${ports.gateway ?? usualPorts.gateway}`, worker: `127.0.0.1:${usualPorts.worker}`, live: `127.0.0.1:${usualPorts.live}` }
  for (const [job, target] of Object.entries(targets)) writeFileSync(path.join(data, 'targets', `${job}.json`), JSON.stringify([{ targets: [target] }]))
}

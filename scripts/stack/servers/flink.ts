import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { buildRules, rulesJar } from '../build-rules'
import { folderDigest, installOnce, runOrThrow } from '../install-once'
import { fetchArtifact, requireJava } from '../java'
import type { Settings, Site, StackServer } from '../server'
import { startDetached } from '../start-detached'

const version = '2.3.0'
const folder = `flink-${version}`
/** What the lake job needs besides: formats, and Hadoop's classes under them. Flink's own file system for S3 is a plugin, with classes of its own. */
const lakeJars = [`org.apache.flink:flink-sql-parquet:${version}`, 'org.apache.iceberg:iceberg-flink-runtime-2.1:1.11.0', 'org.apache.iceberg:iceberg-aws-bundle:1.11.0', 'org.apache.hadoop:hadoop-client-api:3.4.2', 'org.apache.hadoop:hadoop-client-runtime:3.4.2']
const s3Plugin = `org.apache.flink:flink-s3-fs-hadoop:${version}`
/** Apart from the distribution, which stays as it is. */
const lakeFolder = `flink-lake-${folderDigest([...lakeJars, s3Plugin].join())}`
type Port = 'rest' | 'jobManager' | 'gateway' | 'blob' | 'taskManager' | 'data'

/** Flink: a job manager, a task manager and the SQL gateway, in one group of processes. */
export const flink: StackServer<Port> = {
  name: 'flink',
  title: `Flink ${version} (rules over readings, the lake)`,
  group: 'streams',
  after: ['kafka', 'registry', 's3'],
  ports: { rest: 8095, jobManager: 6123, gateway: 8096, blob: 6124, taskManager: 6125, data: 6126 },
  secondsToStart: 300,
  async install({ programs, say }) {
    await requireJava('Flink')
    await installOnce(programs, folder, (draft) => build(draft, say))
    await installOnce(programs, lakeFolder, (draft) => fetchLake(draft, say))
    await buildRules(programs, flinkHome(programs))
  },
  start(site) {
    writeConfiguration(site)
    const home = flinkHome(site.programs)
    // A task manager that is gone comes again, as in a cluster; without one of the others none of them is of use.
    const script = `
      "$FLINK_HOME/bin/jobmanager.sh" start-foreground & job=$!
      "$FLINK_HOME/bin/sql-gateway.sh" start-foreground & gateway=$!
      while :; do "$FLINK_HOME/bin/taskmanager.sh" start-foreground; sleep 0.2; done &
      wait -n $job $gateway
      kill 0`
    const lake = path.join(site.programs, lakeFolder)
    const env = {
      FLINK_HOME: home, FLINK_CONF_DIR: path.join(site.data, 'conf'), FLINK_LOG_DIR: path.join(site.data, 'log'), FLINK_PID_DIR: site.data,
      FLINK_PLUGINS_DIR: path.join(lake, 'plugins'), HADOOP_CLASSPATH: path.join(lake, 'lib/*'),
    }
    return startDetached(site, { program: 'bash', args: ['-c', script], env: { ...env, ...(process.env.JAVA_HOME && { JAVA_HOME: process.env.JAVA_HOME }) } })
  },
  async ready(site) {
    const [overview, info] = await Promise.all([`${rest(site)}/overview`, `${gateway(site)}/v1/info`].map((each) => fetch(each, { signal: AbortSignal.timeout(5000) })))
    return info!.ok && ((await overview!.json()) as { taskmanagers: number }).taskmanagers > 0
  },
  settings: (site) => ({ FLINK_URL: rest(site), FLINK_SQL_GATEWAY_URL: gateway(site), FLINK_RULES_JAR: rulesJar(site.programs) }),
}

/** Where the distribution lies among the programs of the stack. */
export const flinkHome = (programs: string): string => path.join(programs, folder)

const rest = (site: Site<Port>) => `http://127.0.0.1:${site.port('rest')}`
const gateway = (site: Site<Port>) => `http://127.0.0.1:${site.port('gateway')}`

/** Small heaps, ports of this machine only, and what keeps an alarm quick: no buffer waits longer than 5 ms. */
function writeConfiguration(site: Site<Port>): void {
  const conf = path.join(site.data, 'conf')
  const shipped = path.join(flinkHome(site.programs), 'conf')
  cpSync(shipped, conf, { recursive: true })
  const opens = /all: (.*)/.exec(readFileSync(path.join(shipped, 'config.yaml'), 'utf8'))?.[1] ?? ''
  const settings = {
    'env.java.opts.all': opens,
    'jobmanager.rpc.address': '127.0.0.1',
    'jobmanager.rpc.port': site.port('jobManager'),
    'jobmanager.bind-host': '127.0.0.1',
    'jobmanager.memory.process.size': '1024m',
    'blob.server.port': site.port('blob'),
    'taskmanager.host': '127.0.0.1',
    'taskmanager.bind-host': '127.0.0.1',
    'taskmanager.rpc.port': site.port('taskManager'),
    'taskmanager.data.port': site.port('data'),
    'taskmanager.memory.process.size': '1536m',
    'taskmanager.memory.managed.fraction': 0.1,
    'taskmanager.numberOfTaskSlots': 4,
    'rest.address': '127.0.0.1',
    'rest.bind-address': '127.0.0.1',
    'rest.port': site.port('rest'),
    'sql-gateway.endpoint.rest.address': '127.0.0.1',
    'sql-gateway.endpoint.rest.bind-address': '127.0.0.1',
    'sql-gateway.endpoint.rest.port': site.port('gateway'),
    'state.backend.type': 'hashmap',
    'execution.checkpointing.dir': `file://${path.join(site.data, 'checkpoints')}`,
    'execution.checkpointing.savepoint-dir': `file://${path.join(site.data, 'savepoints')}`,
    // One that was killed is missed at once, because it refuses to be called; one that is slow is waited for.
    'heartbeat.interval': 2000,
    'heartbeat.timeout': 30_000,
    'slot.request.timeout': 60_000,
    'restart-strategy.type': 'exponential-delay',
    'restart-strategy.exponential-delay.initial-backoff': '200 ms',
    'restart-strategy.exponential-delay.max-backoff': '5 s',
    ...s3Settings(site.settingsOf('s3')),
  }
  writeFileSync(path.join(conf, 'config.yaml'), Object.entries(settings).map(([name, value]) => `${name}: ${JSON.stringify(value)}\n`).join(''))
}

/** Of the whole of Flink: a job cannot have its own. The key reaches the lake's buckets only. */
const s3Settings = (s3: Settings | undefined) => s3 && {
  's3.endpoint': s3.S3_URL,
  's3.endpoint.region': s3.S3_REGION,
  's3.path.style.access': true,
  's3.access-key': s3.FLINK_LAKE_KEY_ID,
  's3.secret-key': s3.FLINK_LAKE_SECRET,
}

/** Flink comes as a wheel: the distribution itself is in no registry. Connectors and the gateway are added to it. */
async function build(draft: string, say: (text: string) => void): Promise<void> {
  const work = `${draft}.work`
  say('fetching (400 MB)')
  rmSync(work, { recursive: true, force: true })
  await runOrThrow('python3', ['-m', 'pip', 'install', '--disable-pip-version-check', '--no-deps', '--target', work, `apache-flink-libraries==${version}`, `apache-flink==${version}`])
  mkdirSync(draft, { recursive: true })
  for (const part of ['bin', 'conf', 'lib', 'opt', 'plugins']) cpSync(path.join(work, 'pyflink', part), path.join(draft, part), { recursive: true })
  rmSync(work, { recursive: true, force: true })
  for (const script of readdirSync(path.join(draft, 'bin'))) chmodSync(path.join(draft, 'bin', script), 0o755)
  for (const artifact of ['org.apache.flink:flink-sql-connector-kafka:5.0.0-2.2', `org.apache.flink:flink-sql-avro-confluent-registry:${version}`]) await fetchArtifact(artifact, path.join(draft, 'lib'))
  await fetchArtifact(`org.apache.flink:flink-sql-gateway:${version}`, path.join(draft, 'opt'))
}

async function fetchLake(draft: string, say: (text: string) => void): Promise<void> {
  say('fetching what the lake needs (190 MB)')
  const [jars, plugin] = [path.join(draft, 'lib'), path.join(draft, 'plugins/s3')]
  for (const folder of [jars, plugin]) mkdirSync(folder, { recursive: true })
  for (const artifact of lakeJars) await fetchArtifact(artifact, jars)
  await fetchArtifact(s3Plugin, plugin)
}

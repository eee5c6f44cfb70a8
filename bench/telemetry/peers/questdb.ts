import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { freePort } from '@/lib/testing/gateway-process'
import { checkout } from '@/scripts/checkout'
import type { Contender } from '../contender'

const version = '9.1.0'
const folder = path.join(checkout, 'var/peers/questdb')

/** QuestDB from Maven Central, which syncs every commit; readings by line protocol over HTTP, its own way in. */
export const questdb: Contender = {
  name: 'QuestDB',
  forms: ['lines'],
  path: '/write?precision=ms',
  does: 'no signature, no verdicts, no rules; fsync of its log before the answer (cairo.commit.mode=sync)',
  async start() {
    const jar = fetchJar()
    const root = mkdtempSync(path.join(folder, 'data-'))
    const port = await freePort()
    const settings = { QDB_HTTP_BIND_TO: `127.0.0.1:${port}`, QDB_CAIRO_COMMIT_MODE: 'sync', QDB_PG_ENABLED: 'false', QDB_LINE_TCP_ENABLED: 'false', QDB_HTTP_MIN_ENABLED: 'false', QDB_TELEMETRY_ENABLED: 'false' }
    const child = spawn('java', ['-Xmx4g', '-XX:+UseParallelGC', '-p', jar, '-m', 'io.questdb/io.questdb.ServerMain', '-d', root], { env: { ...process.env, ...settings }, stdio: 'ignore' })
    const ended = once(child, 'exit')
    const ask = async (query: string) => {
      // It closes idle connections at will.
      const response = await fetch(`http://127.0.0.1:${port}/exec?query=${encodeURIComponent(query)}`, { headers: { connection: 'close' } })
      return ((await response.json()) as { dataset?: [number][] }).dataset?.[0]?.[0] ?? 0
    }
    await untilAnswers(() => ask('select 1'), () => child.exitCode !== null)
    // As its manual asks where symbols are many; a table that the first line makes has room for 256.
    await ask('create table readings (tenant symbol, signal symbol capacity 32768, v double, timestamp timestamp) timestamp(timestamp) partition by day wal')
    return {
      port,
      pid: child.pid!,
      stored: () => ask('select count() from readings'),
      async stop() {
        child.kill('SIGTERM')
        await ended
        rmSync(root, { recursive: true, force: true })
      },
    }
  },
}

function fetchJar(): string {
  const jar = path.join(folder, `questdb-${version}.jar`)
  if (existsSync(jar)) return jar
  mkdirSync(folder, { recursive: true })
  const { status, stderr } = spawnSync('mvn', ['-q', '-B', 'dependency:copy', `-Dartifact=org.questdb:questdb:${version}:jar`, `-DoutputDirectory=${folder}`], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`Maven did not bring QuestDB ${version}: ${stderr}`)
  return jar
}

/** @throws when the process has ended, or after a minute. */
export async function untilAnswers(ask: () => Promise<unknown>, hasEnded: () => boolean): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    if (hasEnded()) throw new Error('it ended while it was starting')
    if (await ask().then(() => true, () => false)) return
    await wait(100)
  }
  throw new Error('it did not answer within a minute')
}

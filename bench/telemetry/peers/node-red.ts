import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { freePort } from '@/lib/testing/gateway-process'
import { checkout, node } from '@/scripts/checkout'
import { withClient } from '@/scripts/postgres/with-client'
import type { Contender } from '../contender'
import { untilAnswers } from './questdb'

const version = '5.0.7'
const folder = path.join(checkout, 'var/peers/node-red')

/** One request: a row for each reading in one statement, committed before the answer. */
const insert = `
const { rows, columns: c } = { rows: msg.payload, columns: { signal: [], t: [], v: [] } };
for (const { signal, t, v } of rows) for (let i = 0; i < v.length; i++) { c.signal.push(signal); c.t.push(new Date(t[i])); c.v.push(v[i]); }
global.get('pool').query('INSERT INTO readings SELECT * FROM unnest($1::text[], $2::timestamptz[], $3::float8[])', [c.signal, c.t, c.v]).then(
  () => { msg.statusCode = 202; msg.payload = { accepted: c.v.length }; node.send(msg); },
  (error) => { msg.statusCode = 503; msg.payload = { error: String(error) }; node.send(msg); });
return null;`

const flow = [
  { id: 'tab', type: 'tab', label: 'readings' },
  { id: 'in', type: 'http in', z: 'tab', url: '/v1/readings', method: 'post', x: 1, y: 1, wires: [['insert']] },
  { id: 'insert', type: 'function', z: 'tab', func: insert, outputs: 1, x: 2, y: 1, wires: [['out']] },
  { id: 'out', type: 'http response', z: 'tab', x: 3, y: 1, wires: [] },
]

/** Node-RED as a plant would wire it: HTTP in, a function that writes to PostgreSQL, HTTP response. Over the same PostgreSQL server. */
export const nodeRed = (superUrl: string): Contender => ({
  name: 'Node-RED + PostgreSQL',
  forms: ['columns'],
  path: '/v1/readings',
  does: 'no signature, no verdicts, no rules; a row a reading, committed before the answer',
  async start() {
    install()
    const ask = <T extends object>(text: string) => withClient(superUrl, (client) => client.query<T>(text))
    await ask('DROP TABLE IF EXISTS readings; CREATE TABLE readings (signal text, t timestamptz, v float8)')
    await ask('CREATE INDEX ON readings (signal, t)')
    const userDir = mkdtempSync(path.join(folder, 'user-'))
    writeFileSync(path.join(userDir, 'flows.json'), JSON.stringify(flow))
    const pg = JSON.stringify(path.join(checkout, 'node_modules/pg'))
    writeFileSync(path.join(userDir, 'settings.js'), `const { Pool } = require(${pg}); module.exports = { uiHost: '127.0.0.1', flowFile: 'flows.json', httpAdminRoot: false, logging: { console: { level: 'error' } }, functionGlobalContext: { pool: new Pool({ connectionString: ${JSON.stringify(superUrl)}, max: 10 }) } }`)
    const port = await freePort()
    const child = spawn(node, [path.join(folder, 'node_modules/node-red/red.js'), '--userDir', userDir, '--port', String(port)], { stdio: 'ignore' })
    const ended = once(child, 'exit')
    const probe = async () => {
      const { status } = await fetch(`http://127.0.0.1:${port}/v1/readings`, { method: 'POST', body: '[]', headers: { 'content-type': 'application/json' } })
      if (status !== 202) throw new Error(`answered ${status}`)
    }
    await untilAnswers(probe, () => child.exitCode !== null)
    return {
      port,
      pid: child.pid!,
      stored: async () => (await ask<{ n: number }>('SELECT count(*)::float8 AS n FROM readings')).rows[0]!.n,
      async stop() {
        child.kill('SIGTERM')
        await ended
        rmSync(userDir, { recursive: true, force: true })
      },
    }
  },
})

function install(): void {
  if (existsSync(path.join(folder, 'node_modules/node-red/red.js'))) return
  mkdirSync(folder, { recursive: true })
  writeFileSync(path.join(folder, 'package.json'), '{"private":true}')
  const { status, stderr } = spawnSync('npm', ['install', '--save-exact', `node-red@${version}`, '--no-audit', '--no-fund'], { cwd: folder, encoding: 'utf8' })
  if (status !== 0) throw new Error(`npm did not bring Node-RED ${version}: ${stderr}`)
}

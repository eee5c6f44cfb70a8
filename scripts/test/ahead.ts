// What later stages of `npm test` need is installed and built while the first ones run: to fetch leaves processors idle, and
// this takes what is left over. Who needs a part of it meanwhile waits at its lock; what fails here they try again, and tell.
import os from 'node:os'
import path from 'node:path'
import { checkout } from '../checkout'
import { installDbt } from '../dbt/install-dbt'
import { installNotebooks } from '../notebooks/install'
import { usualPrograms } from '../stack/installation'
import { servers } from '../stack/server-list'
import { buildPortal } from '../start/build'

// Of processes started from here too.
os.setPriority(os.constants.priority.PRIORITY_LOW)

const wishes: Record<string, () => Promise<void>> = {
  async notebooks() {
    await attempt('notebooks', () => installNotebooks({ dir: path.join(checkout, 'var/notebooks') }))
  },
  async servers() {
    for (const server of servers) await attempt(server.name, () => server.install({ programs: usualPrograms, asked: false, say: () => undefined }))
    await attempt('dbt', installDbt)
  },
  async portal() {
    await attempt('portal', () => buildPortal({ env: { ...process.env, NODE_ENV: 'production' }, logFile: path.join(checkout, 'var/log/build-ahead.log') }))
  },
}

async function attempt(what: string, work: () => Promise<unknown>): Promise<void> {
  const began = Date.now()
  const outcome = await work().then(() => 'ready', (error: Error) => error.message.split('\n')[0])
  process.stdout.write(`ahead: ${what} ${outcome}, ${((Date.now() - began) / 1000).toFixed(0)} s\n`)
}

for (const wish of process.argv.slice(2)) await wishes[wish]!()

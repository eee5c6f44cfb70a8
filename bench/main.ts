// npm run bench [sign-ups|landing|dashboards|start …]: every promised figure, measured on this machine beside its floor.
import os from 'node:os'
import { dashboards } from './dashboards'
import { landing } from './landing'
import { signUps } from './sign-ups'
import { start } from './start'

const benches: Record<string, () => Promise<void>> = { 'sign-ups': signUps, landing, dashboards, start }
const wishes = process.argv.slice(2)
const unknown = wishes.filter((wish) => !(wish in benches))
if (unknown.length > 0) {
  process.stderr.write(`unknown: ${unknown.join(' ')} (known: ${Object.keys(benches).join(' ')})\n`)
  process.exit(2)
}
const [load] = os.loadavg()
process.stdout.write(`${os.cpus().length} cores, ${os.cpus()[0]?.model.trim()}, ${(os.totalmem() / 2 ** 30).toFixed(0)} GiB, load ${load!.toFixed(2)} before\n`)
for (const [name, run] of Object.entries(benches)) if (wishes.length === 0 || wishes.includes(name)) await run()
process.exit(0)

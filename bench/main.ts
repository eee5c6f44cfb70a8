// npm run bench [-- engine ingest alarm query sign-ups landing dashboards start --fresh --no-peers --cpu-profile]: every promised figure, on this machine, beside its floors.
import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { engine } from './engine'
import { poolSize } from './sign-ups'
import { start } from './start'
import { ingest } from './telemetry/ingest'

const known = ['engine', 'ingest', 'alarm', 'query', 'landing', 'dashboards', 'sign-ups', 'start']
const flags = ['--fresh', '--no-peers', '--cpu-profile']
const flag = (name: string) => process.argv.includes(name)
const wishes = process.argv.slice(2).filter((wish) => !flags.includes(wish))
const unknown = wishes.filter((wish) => !known.includes(wish))
if (unknown.length > 0) {
  process.stderr.write(`unknown: ${unknown.join(' ')} (known: ${[...known, ...flags].join(' ')})\n`)
  process.exit(2)
}
const wanted = (name: string) => wishes.length === 0 || wishes.includes(name)

let failed = false
function inProduct(pool: number, benches: string[], env = process.env): void {
  if (benches.length === 0) return
  const script = path.join(import.meta.dirname, 'in-product.ts')
  const { status } = spawnSync(process.execPath, ['--import', 'tsx', script, String(pool), ...benches], { stdio: 'inherit', env })
  failed ||= status !== 0
}

if (wanted('engine')) await engine()
if (wanted('ingest')) await ingest({ peers: !flag('--no-peers'), profile: flag('--cpu-profile') })
// Notebooks are not what these measure.
inProduct(0, ['alarm', 'query'].filter(wanted), { ...process.env, NOTEBOOKS: 'off' })
inProduct(0, [wanted('landing') && 'landing', wanted('dashboards') && 'dashboards', wanted('sign-ups') && 'coldSignUps'].filter((name) => name !== false))
if (wanted('sign-ups')) inProduct(poolSize, ['warmSignUps'])
if (wanted('start')) await start({ fresh: flag('--fresh') })
process.exit(failed ? 1 : 0)

// npm run bench [-- engine sign-ups landing lighthouse dashboards people start --fresh]: every promised figure, on this machine, beside its floors.
import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { engine } from './engine'
import { poolSize } from './sign-ups'
import { start } from './start'

const known = ['engine', 'landing', 'lighthouse', 'dashboards', 'people', 'sign-ups', 'start']
const wishes = process.argv.slice(2).filter((wish) => wish !== '--fresh')
const unknown = wishes.filter((wish) => !known.includes(wish))
if (unknown.length > 0) {
  process.stderr.write(`unknown: ${unknown.join(' ')} (known: ${known.join(' ')}, --fresh)\n`)
  process.exit(2)
}
const wanted = (name: string) => wishes.length === 0 || wishes.includes(name)

let failed = false
function inProduct(pool: number, benches: string[]): void {
  if (benches.length === 0) return
  const script = path.join(import.meta.dirname, 'in-product.ts')
  const { status } = spawnSync(process.execPath, ['--import', 'tsx', script, String(pool), ...benches], { stdio: 'inherit' })
  failed ||= status !== 0
}

if (wanted('engine')) await engine()
inProduct(0, [wanted('landing') && 'landing', wanted('lighthouse') && 'lighthouse', wanted('dashboards') && 'dashboards', wanted('people') && 'people', wanted('sign-ups') && 'coldSignUps'].filter((name) => name !== false))
if (wanted('sign-ups')) inProduct(poolSize, ['warmSignUps'])
if (wanted('start')) await start({ fresh: process.argv.includes('--fresh') })
process.exit(failed ? 1 : 0)

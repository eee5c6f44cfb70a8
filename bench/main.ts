// npm run bench [-- engine sign-ups landing lighthouse dashboards stack start --fresh]: every promised figure, on this machine, beside its floors.
import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { engine } from './engine'
import { poolSize } from './sign-ups'
import { start } from './start'

const known = ['engine', 'landing', 'lighthouse', 'dashboards', 'sign-ups', 'stack', 'start']
const wishes = process.argv.slice(2).filter((wish) => wish !== '--fresh')
const unknown = wishes.filter((wish) => !known.includes(wish))
if (unknown.length > 0) {
  process.stderr.write(`unknown: ${unknown.join(' ')} (known: ${known.join(' ')}, --fresh)\n`)
  process.exit(2)
}
const wanted = (name: string) => wishes.length === 0 || wishes.includes(name)

let failed = false
function apart(script: string, ...args: string[]): void {
  const { status } = spawnSync(process.execPath, ['--import', 'tsx', path.join(import.meta.dirname, script), ...args], { stdio: 'inherit' })
  failed ||= status !== 0
}
const inProduct = (pool: number, benches: string[]) => benches.length > 0 && apart('in-product.ts', String(pool), ...benches)

if (wanted('engine')) await engine()
inProduct(0, [wanted('landing') && 'landing', wanted('lighthouse') && 'lighthouse', wanted('dashboards') && 'dashboards', wanted('sign-ups') && 'coldSignUps'].filter((name) => name !== false))
if (wanted('sign-ups')) inProduct(poolSize, ['warmSignUps'])
if (wanted('stack')) for (const pool of ['0', '1']) apart('on-stack.ts', pool)
if (wanted('start')) await start({ fresh: process.argv.includes('--fresh') })
process.exit(failed ? 1 : 0)

// npm run bench [-- sign-ups landing dashboards start --fresh]: every promised figure, on this machine, beside its floors.
import { dashboards } from './dashboards'
import { landing } from './landing'
import { type Bench, withProduct } from './product'
import { coldSignUps, poolSize, warmSignUps } from './sign-ups'
import { start } from './start'

const known = ['landing', 'dashboards', 'sign-ups', 'start']
const wishes = process.argv.slice(2).filter((wish) => wish !== '--fresh')
const unknown = wishes.filter((wish) => !known.includes(wish))
if (unknown.length > 0) {
  process.stderr.write(`unknown: ${unknown.join(' ')} (known: ${known.join(' ')}, --fresh)\n`)
  process.exit(2)
}
const wanted = (name: string) => wishes.length === 0 || wishes.includes(name)

const withoutPool: [string, Bench][] = [
  ['landing', landing],
  ['sign-ups', coldSignUps],
  ['dashboards', dashboards],
]
const chosen = withoutPool.filter(([name]) => wanted(name)).map(([, bench]) => bench)
if (chosen.length > 0) await withProduct({ WARM_POOL_SIZE: '0' }, chosen)
if (wanted('sign-ups')) await withProduct({ WARM_POOL_SIZE: String(poolSize) }, [warmSignUps])
if (wanted('start')) await start({ fresh: process.argv.includes('--fresh') })
process.exit(0)

// bench/main.ts starts this once per installation: the settings of a process are read once.
import { dashboards } from './dashboards'
import { landing } from './landing'
import { lighthouseScores } from './lighthouse'
import { people } from './people'
import { type Bench, withProduct } from './product'
import { coldSignUps, warmSignUps } from './sign-ups'

const benches: Record<string, Bench> = { landing, lighthouse: lighthouseScores, dashboards, people, coldSignUps, warmSignUps }
const [poolSize, ...names] = process.argv.slice(2)
await withProduct({ WARM_POOL_SIZE: poolSize! }, names.map((name) => benches[name]!))
process.exit(0)

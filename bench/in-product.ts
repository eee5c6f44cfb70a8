// bench/main.ts starts this once per installation: the settings of a process are read once.
import { dashboards } from './dashboards'
import { funnel } from './funnel'
import { landing } from './landing'
import { lighthouseScores } from './lighthouse'
import { people } from './people'
import { type Bench, withProduct } from './product'
import { coldSignUps, warmSignUps } from './sign-ups'
import { alarm, alarmLines } from './telemetry/alarm'
import { query } from './telemetry/query'

const benches: Record<string, Bench> = { alarm: (product, floors) => alarm(product, floors), query, landing, lighthouse: lighthouseScores, dashboards, funnel, people, coldSignUps, warmSignUps }
for (const line of alarmLines) benches[`alarm:${line}`] = (product, floors) => alarm(product, floors, undefined, [line])
const [poolSize, ...names] = process.argv.slice(2)
// The telemetry's figures know no notebooks.
const notebooks = names.every((name) => name.startsWith('alarm') || name === 'query') ? { NOTEBOOKS: 'off' } : {}
await withProduct({ WARM_POOL_SIZE: poolSize!, ...notebooks }, names.map((name) => benches[name]!))
process.exit(0)

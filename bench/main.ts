// npm run bench [-- engine metering lake ingest alarm query sign-ups landing lighthouse dashboards funnel people stack superset start --fresh --no-peers --cpu-profile, alarm --profile stack, ingest --profile stack, alarm:viewers (one line of it: one batch viewers ten kill), ingest:peers (beside QuestDB and Node-RED only), layout (ways to lay out readings), flink-lake (what Flink writes to the lake, as files and as a table)]: every promised figure, on this machine, beside its floors.
import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { engine } from './engine'
import { lake } from './lake'
import { layout } from './layout'
import { metering } from './metering'
import { poolSize } from './sign-ups'
import { start } from './start'
import { ingest } from './telemetry/ingest'

const known = ['engine', 'metering', 'lake', 'ingest', 'alarm', 'query', 'landing', 'lighthouse', 'dashboards', 'funnel', 'people', 'sign-ups', 'stack', 'superset', 'start']
/** Lines of `alarm` by themselves. */
const alarmLines = ['alarm:one', 'alarm:batch', 'alarm:viewers', 'alarm:ten', 'alarm:kill']
/** What is asked for by its name only. */
const parts = [...alarmLines, 'ingest:peers', 'layout', 'flink-lake', 'flink-lake:turned']
const flags = ['--fresh', '--no-peers', '--cpu-profile']
const flag = (name: string) => process.argv.includes(name)
const asked = process.argv.slice(2).join(' ')
/** Alarm and ingest over Kafka and Flink too, beside the embedded ones. */
const overStreams = asked.includes('--profile stack')
const wishes = asked.replace('--profile stack', '').split(' ').filter((wish) => wish !== '' && !flags.includes(wish))
const unknown = wishes.filter((wish) => ![...known, ...parts].includes(wish))
if (unknown.length > 0) {
  process.stderr.write(`unknown: ${unknown.join(' ')} (known: ${[...known, ...parts, ...flags].join(' ')})\n`)
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
if (wanted('metering')) await metering()
if (wanted('lake')) await lake()
if (wishes.includes('layout')) await layout()
if (wishes.includes('flink-lake')) apart('flink-lake.ts')
if (wishes.includes('flink-lake:turned')) apart('flink-lake.ts', 'turned')
if (wanted('ingest')) await ingest({ who: flag('--no-peers') ? 'product' : 'all', streams: overStreams, profile: flag('--cpu-profile') })
if (wishes.includes('ingest:peers')) await ingest({ who: 'peers', streams: false, profile: flag('--cpu-profile') })
inProduct(0, [...['alarm', 'query'].filter(wanted), ...alarmLines.filter((line) => wishes.includes(line))])
if (wanted('alarm') && overStreams) apart('on-streams.ts')
const linesAsked = alarmLines.filter((line) => wishes.includes(line)).map((line) => line.replace('alarm:', ''))
if (linesAsked.length > 0 && overStreams) apart('on-streams.ts', ...linesAsked)
inProduct(0, [wanted('landing') && 'landing', wanted('lighthouse') && 'lighthouse', wanted('dashboards') && 'dashboards', wanted('people') && 'people', wanted('sign-ups') && 'coldSignUps', wanted('funnel') && 'funnel'].filter((name) => name !== false))
if (wanted('sign-ups')) inProduct(poolSize, ['warmSignUps'])
if (wanted('stack')) for (const pool of ['0', '1']) apart('on-stack.ts', pool)
if (wanted('superset')) apart('on-superset.ts')
if (wanted('start')) await start({ fresh: flag('--fresh') })
process.exit(failed ? 1 : 0)

import { expireLease } from '@/lib/demo/lease-actions'
import { industries } from '@/lib/plant/stories'
import { spawnBareServers } from './bare-servers'
import { cpuSeconds, spent } from './cpu-seconds'
import { reportLedger } from './ledger'
import { type Product, untilPool } from './product'
import { askForPlant, moveIn, type SignUp } from './prospect'
import { type Measured, percentile, report } from './statistics'

const oneByOneCount = 5
export const atOnce = 20
/** Per industry; together as many as come at once. */
export const poolSize = atOnce / industries.length

const portalTargetSeconds = 2
const warmTargetSeconds = 2
const coldTargetSeconds = 10

/** From the pool: some one by one, then as many as it holds at the same moment, of all four industries. */
export async function warmSignUps(product: Product): Promise<void> {
  const single = await oneByOne(product, 'warm-one', atOnce)
  report('One sign-up, from the warm pool', ofOne(single, warmTargetSeconds))
  await clear(product, single, atOnce)
  const many = await round(product, atOnce, 'warm')
  report(`${atOnce} sign-ups at once, from the warm pool`, ofMany(many, warmTargetSeconds))
  await reportLedger(product, many)
}

/** Nothing prepared: some one by one, then twenty servers of the hub alone, then twenty sign-ups at the same moment. */
export async function coldSignUps(product: Product): Promise<void> {
  const single = await oneByOne(product, 'cold-one', 0)
  report('One sign-up, cold', ofOne(single, coldTargetSeconds))
  await reportLedger(product, single)
  await clear(product, single, 0)
  const bare = product.notebooks ? (await spawnBareServers(product, atOnce)).map((ms) => ms / 1000) : [Number.NaN]
  const many = await round(product, atOnce, 'cold')
  const ratio = percentile(many.map(({ allMs }) => allMs / 1000), 1) / percentile(bare, 1)
  report(`${atOnce} sign-ups at once, cold`, [
    ...ofMany(many),
    { what: `floor: ${atOnce} bare servers of the same hub, p50`, value: percentile(bare, 0.5), unit: 's' },
    { what: `floor: ${atOnce} bare servers of the same hub, the last`, value: percentile(bare, 1), unit: 's' },
    { what: 'the last with all parts ÷ the last bare server', value: ratio, unit: 'ratio', target: 1 },
  ])
  await reportLedger(product, many)
  await clear(product, many, 0)
}

const portal = 'link in the mail → signed in; plant, dashboards, data'
const whole = 'link in the mail → every part up, notebook answers'

function ofOne(all: SignUp[], allTarget: number): Measured[] {
  const seconds = (key: 'portalMs' | 'allMs', share: number) => percentile(all.map((one) => one[key] / 1000), share)
  return [
    { what: portal, value: seconds('portalMs', 0.5), unit: 's', target: portalTargetSeconds, note: `slowest of ${all.length}: ${seconds('portalMs', 1).toFixed(2)} s` },
    { what: whole, value: seconds('allMs', 0.5), unit: 's', target: allTarget, note: `slowest of ${all.length}: ${seconds('allMs', 1).toFixed(2)} s` },
  ]
}

function ofMany(all: SignUp[], allTarget?: number): Measured[] {
  const seconds = (key: 'portalMs' | 'allMs', share: number) => percentile(all.map((one) => one[key] / 1000), share)
  return [
    { what: `${portal}, p50`, value: seconds('portalMs', 0.5), unit: 's' },
    { what: `${portal}, p95`, value: seconds('portalMs', 0.95), unit: 's', target: portalTargetSeconds },
    { what: `${whole}, p50`, value: seconds('allMs', 0.5), unit: 's' },
    { what: `${whole}, p95`, value: seconds('allMs', 0.95), unit: 's', target: allTarget },
    { what: `${whole}, the last`, value: seconds('allMs', 1), unit: 's' },
  ]
}

async function oneByOne(product: Product, name: string, pool: number): Promise<SignUp[]> {
  const all: SignUp[] = []
  for (let i = 0; i < oneByOneCount; i++) {
    all.push(...(await round(product, 1, `${name}-${i}`)))
    await untilPool(product, pool)
  }
  return all
}

/** All mails first, then all links at the same moment. */
async function round(product: Product, count: number, name: string): Promise<SignUp[]> {
  // All prospects come from one address here, and its allowance is as large as one round.
  await product.system.db.asOperator((tx) => tx.rateLimit.deleteMany())
  const people = Array.from({ length: count }, (_, i) => ({ email: `${name}-${i}@example.com`, industry: industries[i % industries.length]! }))
  const tokens = await Promise.all(people.map(({ email, industry }) => askForPlant(product, email, industry)))
  const before = cpuSeconds()
  let inside = 0
  const whenInside = () => {
    if (++inside === count && count > 1) process.stdout.write(`\n  CPU a head until all ${count} are in: ${spent(before, cpuSeconds(), count)}\n`)
  }
  const all = await Promise.all(tokens.map((token, i) => moveIn(product, token, people[i]!.industry, whenInside)))
  if (count > 1) process.stdout.write(`  CPU a head until all ${count} have everything: ${spent(before, cpuSeconds(), count)}\n`)
  return all
}

/** Ends these leases and waits until they are gone and the pool is as it was. */
async function clear(product: Product, leases: SignUp[], pool: number): Promise<void> {
  await Promise.all(leases.map(({ leaseId }) => expireLease(product.system, leaseId, 'bench')))
  await untilPool(product, pool)
}

import { setTimeout as wait } from 'node:timers/promises'
import { JupyterHubNotebooks } from '@/lib/adapters/notebooks/jupyterhub'
import { issueToken } from '@/lib/auth/token'
import { expireLease } from '@/lib/demo/lease-actions'
import { requestDemo } from '@/lib/demo/request-demo'
import { verifyRequest } from '@/lib/demo/verify-request'
import { env } from '@/lib/env'
import type { System } from '@/lib/system'
import { benchProduct, type Product } from './product'
import { percentile, report } from './statistics'
import { Visitor } from './visitor'

interface SignUp {
  leaseId: string
  /** Milliseconds from the confirmed address: plant, dashboards and data answer; every part is up. */
  portalMs: number
  allMs: number
}

/**
 * One prospect from the confirmed address on. The form and the confirmation are called in this process, because the
 * form's rate limit knows one network; sign-in and pages go through the web server.
 */
async function signUp({ system, base }: Product, address: string): Promise<SignUp> {
  await requestDemo(system, { email: address, industry: 'dairy' })
  const token = await sentToken(system, address)
  const began = performance.now()
  const verified = await verifyRequest(system, token)
  if (!verified.ok) throw new Error(`not verified: ${verified.because}`)
  const { leaseId } = verified
  const lease = () => system.db.asOperator((tx) => tx.lease.findFirstOrThrow({ where: { id: leaseId } }))
  let now = await lease()
  while (!now.enterableAt) {
    await wait(25)
    now = await lease()
  }
  const link = await system.db.asOperator((tx) =>
    issueToken(tx, { tenantId: now.name, accountId: now.name, purpose: 'sign-in', expiresAt: new Date(Date.now() + 60_000) }),
  )
  const visitor = new Visitor(base)
  await visitor.signIn('link', { token: link })
  const plant = await visitor.page('/plant')
  if (!plant.includes('Northfield Dairy')) throw new Error('the plant is not on its page')
  await visitor.page('/dashboards')
  await visitor.page('/data')
  const portalMs = performance.now() - began
  while (!now.readyAt) {
    await wait(50)
    now = await lease()
  }
  return { leaseId, portalMs, allMs: performance.now() - began }
}

/** From the mail, as the prospect has it. */
async function sentToken(system: System, address: string): Promise<string> {
  for (let tries = 0; tries < 200; tries++) {
    const sent = await system.db.asOperator((tx) => tx.mail.findFirst({ where: { to: address }, orderBy: { sentAt: 'desc' } }))
    const token = sent?.text.match(/\/verify\/([\w-]+)/)?.[1]
    if (token) return token
    await wait(25)
  }
  throw new Error(`no mail to ${address}`)
}

async function end({ system }: Product, leases: SignUp[]) {
  await Promise.all(leases.map(({ leaseId }) => expireLease(system, leaseId, 'bench')))
  for (let tries = 0; tries < 600; tries++) {
    const left = await system.db.asOperator((tx) => tx.lease.count({ where: { id: { in: leases.map(({ leaseId }) => leaseId) }, state: { not: 'gone' } } }))
    if (left === 0) return
    await wait(200)
  }
  throw new Error('the leases are not gone after two minutes')
}

const atOnce = 20

/** `atOnce` servers of the same hub and nothing else; milliseconds until each answers. */
async function bareSpawns(product: Product): Promise<number[]> {
  const { HUB_URL, HUB_API_TOKEN } = env()
  const { homesDir, stateDir } = (product.system.notebooks as unknown as { options: { homesDir: string; stateDir: string } }).options
  const hub = new JupyterHubNotebooks({ url: HUB_URL!, apiToken: HUB_API_TOKEN!, homesDir, stateDir })
  const names = Array.from({ length: atOnce }, (_, i) => `bare-${i}`)
  const began = performance.now()
  const all = await Promise.all(
    names.map(async (name) => {
      const made = await hub.ensureServer(name, [])
      if (!made.ok) throw new Error(`bare server: ${made.failure.message}`)
      return performance.now() - began
    }),
  )
  await Promise.all(names.map((name) => hub.removeServer(name)))
  return all
}

export async function signUps(): Promise<void> {
  const pooled = await benchProduct({ WARM_POOL_SIZE: '1' })
  try {
    await untilPool(pooled)
    const one = await signUp(pooled, 'warm@example.com')
    report('One sign-up, from the warm pool', [
      { what: 'verified → plant, dashboards and data answer', value: one.portalMs / 1000, unit: 's', target: 2 },
      { what: 'verified → every part up, notebook included', value: one.allMs / 1000, unit: 's', target: 2 },
    ])
  } finally {
    await pooled.stop()
  }
  const cold = await benchProduct({ WARM_POOL_SIZE: '0' })
  try {
    const one = await signUp(cold, 'cold@example.com')
    report('One sign-up, cold', [
      { what: 'verified → plant, dashboards and data answer', value: one.portalMs / 1000, unit: 's', target: 2 },
      { what: 'verified → every part up, notebook included', value: one.allMs / 1000, unit: 's', target: 10, note: cold.notebooks ? undefined : 'NO NOTEBOOK HUB' },
    ])
    await end(cold, [one])
    const bare = cold.notebooks ? await bareSpawns(cold) : []
    const many = await Promise.all(Array.from({ length: atOnce }, (_, i) => signUp(cold, `cold-${i}@example.com`)))
    const portal = many.map(({ portalMs }) => portalMs / 1000)
    const whole = many.map(({ allMs }) => allMs / 1000)
    const slowestBare = percentile(bare, 1) / 1000
    report(`${atOnce} sign-ups at once, cold`, [
      { what: 'verified → plant, dashboards and data answer, p50', value: percentile(portal, 0.5), unit: 's' },
      { what: 'verified → plant, dashboards and data answer, p95', value: percentile(portal, 0.95), unit: 's', target: 2 },
      { what: 'verified → every part up, p50', value: percentile(whole, 0.5), unit: 's' },
      { what: 'verified → every part up, the last', value: percentile(whole, 1), unit: 's' },
      { what: `floor: ${atOnce} servers of the same hub alone, the last`, value: slowestBare, unit: 's' },
      { what: 'all parts of 20 leases ÷ 20 bare servers', value: percentile(whole, 1) / slowestBare, unit: 'ratio', target: 1 },
    ])
    await profile(cold, many)
  } finally {
    await cold.stop()
  }
}

async function untilPool({ system }: Product) {
  for (let tries = 0; tries < 900; tries++) {
    const warm = await system.db.asOperator((tx) => tx.lease.count({ where: { state: 'warm' } }))
    if (warm >= 4) return
    await wait(200)
  }
  throw new Error('the warm pool is not full after three minutes')
}

/** Where the time of the leases went: the ledger's own attempts. */
async function profile({ system }: Product, leases: SignUp[]) {
  const attempts = await system.db.asOperator((tx) => tx.leaseAttempt.findMany({ where: { leaseId: { in: leases.map(({ leaseId }) => leaseId) }, purpose: 'ensure', endedAt: { not: null } } }))
  const byPart = Map.groupBy(attempts, ({ part }) => part)
  report(
    'Where it went, p95 of each part’s attempts',
    [...byPart].map(([part, own]) => ({ what: part, value: percentile(own.map(({ startedAt, endedAt }) => (endedAt!.getTime() - startedAt.getTime()) / 1000), 0.95), unit: 's' as const, note: `${own.length} attempts` })),
  )
}

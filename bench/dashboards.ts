import { setTimeout as wait } from 'node:timers/promises'
import { issueToken } from '@/lib/auth/token'
import { requestDemo } from '@/lib/demo/request-demo'
import { verifyRequest } from '@/lib/demo/verify-request'
import { benchProduct, type Product } from './product'
import { type Measured, percentile, report, times } from './statistics'
import { Visitor } from './visitor'

const runs = 50
const targetMs = 250

/** Pages over 30 days of one plant, one request after the other, as the server answers them; the health check is the floor. */
export async function dashboards(): Promise<void> {
  const product = await benchProduct({ WARM_POOL_SIZE: '0' })
  try {
    const visitor = await plantOwner(product)
    const floor = await times(runs, () => visitor.fetch('/api/healthcheck').then((response) => response.text()))
    const rows: Measured[] = [{ what: 'floor: health check, p50', value: percentile(floor, 0.5), unit: 'ms' }]
    for (const page of ['/oee?range=30d', '/oee/northfield-dairy/filling/line-2?range=30d', '/plant?range=30d', '/dashboards/month', '/quality', '/signals?range=30d']) {
      await times(3, () => visitor.page(page))
      const all = await times(runs, () => visitor.page(page))
      const p50 = percentile(all, 0.5)
      rows.push({ what: `${page}, p95`, value: percentile(all, 0.95), unit: 'ms', target: targetMs, note: `p50 ${p50.toFixed(0)} ms, ${(p50 / percentile(floor, 0.5)).toFixed(1)} × the floor` })
    }
    report(`Dashboards of 30 days, ${runs} requests each`, rows)
  } finally {
    await product.stop()
  }
}

async function plantOwner({ system, base }: Product): Promise<Visitor> {
  await requestDemo(system, { email: 'owner@example.com', industry: 'dairy' })
  const lease = await confirmed({ system } as Product)
  const secret = await system.db.asOperator((tx) => issueToken(tx, { tenantId: lease.name, accountId: lease.name, purpose: 'sign-in', expiresAt: new Date(Date.now() + 60_000) }))
  const visitor = new Visitor(base)
  await visitor.signIn('link', { token: secret })
  return visitor
}

async function confirmed({ system }: Product) {
  for (let tries = 0; tries < 600; tries++) {
    const mail = await system.db.asOperator((tx) => tx.mail.findFirst({ where: { to: 'owner@example.com' } }))
    const token = mail?.text.match(/\/verify\/([\w-]+)/)?.[1]
    if (token) await verifyRequest(system, token)
    const lease = await system.db.asOperator((tx) => tx.lease.findFirst({ where: { email: 'owner@example.com', readyAt: { not: null } } }))
    if (lease) return lease
    await wait(100)
  }
  throw new Error('the plant is not ready after a minute')
}

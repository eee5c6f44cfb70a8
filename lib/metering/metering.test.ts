import { Webhook } from 'standardwebhooks'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findCertificate, listTenantCertificates } from '@/lib/admin/find-certificate'
import { setBillingWebhook, sendInvoiceAgain, sendInvoices } from '@/lib/billing/billing-webhook'
import { closeMonths, reproduceMonth } from '@/lib/billing/close-month'
import { dropOldInvoices } from '@/lib/billing/kept-invoices'
import type { InvoiceStatement } from '@/lib/billing/invoice'
import { previewInvoice } from '@/lib/billing/load-invoice'
import { addPriceList, type Prices } from '@/lib/billing/price-list'
import { recordSeen } from '@/lib/metering/record-seen'
import { count } from '@/lib/metering/count'
import { meterUsage } from '@/lib/metering/meter-usage'
import { sumDays } from '@/lib/metering/sum-days'
import { customerWith, licensed } from '@/lib/testing/customer'
import { type Receiver, startReceiver } from '@/lib/testing/receiver'
import { type TestSystem, testSystem } from '@/lib/testing/test-system'
import { removeDueTenants } from '@/lib/tenancy/remove-tenant'
import { scheduleDeletion } from '@/lib/tenancy/tenant-life'
import { countTenantRows, removeTenantRows } from '@/lib/tenancy/tenant-rows'

const prices: Prices = {
  currency: 'EUR', line: '30', storedGb: '0.025', readingsMillion: '0.4',
  editions: {
    starter: { base: '100', includedLines: 1, includedGb: 10 },
    professional: { base: '310', includedLines: 2, includedGb: 100 },
    enterprise: { base: '2000', includedLines: 50, includedGb: 1000 },
  },
}
let system: TestSystem
let receiver: Receiver
beforeEach(async () => {
  system = await testSystem({ privateWebhooks: true })
  receiver = await startReceiver()
})
afterEach(async () => {
  receiver.close()
  await system.stop()
})

const used = (tenantId: string) => system.db.asOperator(async (tx) => {
  const rows = await tx.usageDay.findMany({ where: { tenantId }, orderBy: [{ day: 'asc' }, { meter: 'asc' }] })
  return Object.fromEntries(rows.map(({ day, meter, quantity }) => [`${day.toISOString().slice(5, 10)} ${meter}`, Number(quantity)]))
})
const setTo = (iso: string) => system.clock.advance(Date.parse(iso) - system.clock.now().getTime())
const read = (tenantId: string, readings: number) => count(system.db.operatorPool, 'readings', new Map([[tenantId, readings]]), system.clock.now())

// Thirty-one days of metering on a machine that may be busy.
const patiently = { timeout: 180_000 }

/** A month of use from 1 to 31 March, metered every day; the second line comes on the 12th, the third on the 21st. */
async function useMarch(tenantId: string) {
  for (let day = 1; day <= 31; day++) {
    setTo(`2026-03-${String(day).padStart(2, '0')}T10:00:00Z`)
    if (day === 12 || day === 21) await system.db.asOperator((tx) => tx.plantNode.create({ data: { tenantId, id: `late-${day}`, level: 'line', name: 'Late', path: `site/late-${day}`, position: day } }))
    await read(tenantId, 1_234_567 + day)
    await meterUsage(system)
  }
}

describe('metering', () => {
  it('counts people once a day, lines by the day, readings as they are stored', async () => {
    const acme = await customerWith(system, 'acme', { lines: 2, users: 2 })
    for (const id of ['acme-person-1', 'acme-person-1', 'acme-person-2']) await system.db.asOperator((tx) => recordSeen(tx, { tenantId: acme, id }, system.clock.now()))
    await read(acme, 500)
    await read(acme, 700)
    await meterUsage(system)
    await read(acme, 1)
    await meterUsage(system)
    await meterUsage(system)
    expect(await used(acme)).toMatchObject({ '03-09 user': 2, '03-09 line': 2, '03-09 readings': 1201, '03-09 stored_bytes': expect.any(Number) })
  })

  it('that runs twice at once counts once', async () => {
    const acme = await customerWith(system, 'acme', { lines: 3 })
    await read(acme, 1000)
    await Promise.all([meterUsage(system), meterUsage(system), meterUsage(system)])
    await meterUsage(system)
    expect(await used(acme)).toMatchObject({ '03-09 line': 3, '03-09 readings': 1000 })
  })

  it('sums that are thrown away are the same when they are made again from the events', async () => {
    const acme = await customerWith(system, 'acme', { lines: 2 })
    await read(acme, 77)
    await meterUsage(system)
    const before = await used(acme)
    await system.db.asOperator((tx) => tx.usageDay.deleteMany({}))
    await sumDays(system.db.operatorPool, '2026-03-01', '2026-04-01')
    expect(await used(acme)).toEqual(before)
  })

  it('events cannot be changed, not even by the operator', async () => {
    await customerWith(system, 'acme')
    await meterUsage(system)
    await expect(system.db.operatorPool.query('UPDATE meter_event SET quantity = 0')).rejects.toThrow('permission denied')
    await expect(system.db.inTenant('acme', (tx) => tx.meterEvent.deleteMany({}))).rejects.toThrow('permission denied')
    expect(await system.db.inTenant('acme', (tx) => tx.meterEvent.count())).toBeGreaterThan(0)
  })

  it('of a tenant that is removed goes with it', async () => {
    const acme = await customerWith(system, 'acme')
    await licensed(system, acme)
    await meterUsage(system)
    await Promise.all([removeTenantRows(system.db, acme), meterUsage(system)])
    expect(await system.db.asOperator((tx) => tx.meterEvent.count({ where: { tenantId: acme } }))).toBe(0)
  })
})

describe('a metered month', () => {
  beforeEach(async () => {
    setTo('2026-02-20T10:00:00Z')
    await addPriceList(system, '2026-02-01', prices, 'admin@example.com')
    await customerWith(system, 'acme', { lines: 1, createdAt: new Date('2026-02-20') })
    await licensed(system, 'acme', { validFrom: '2026-02-20' })
  })

  it('reproduces its invoice to the cent, from the raw events alone', patiently, async () => {
    await useMarch('acme')
    setTo('2026-04-01T02:00:00Z')
    expect(await closeMonths(system)).toBe(1)
    expect(await closeMonths(system)).toBe(0)
    const closed = await system.db.asOperator((tx) => tx.invoice.findFirstOrThrow())
    const invoice = JSON.parse(closed.statement) as InvoiceStatement
    // The third line on 11 of 31 days: 30 × 11 ÷ 31 = 10.645…; readings: 0.4 × 38 272 073 ÷ 10⁶ = 15.3088….
    expect(invoice.lines.map(({ item, quantity, amount }) => [item, quantity, amount])).toEqual([['base', '31', '310.00'], ['lines', '11', '10.65'], ['readings', '38272073', '15.31']])
    expect([invoice.total, closed.totalCents]).toEqual(['335.96', 33_596n])

    await system.db.asOperator((tx) => tx.usageDay.deleteMany({}))
    expect(await reproduceMonth(system, 'acme', '2026-03')).toEqual({ same: true, sha256: closed.sha256 })
    await sumDays(system.db.operatorPool, '2026-03-01', '2026-04-01')
    expect(await previewInvoice(system, 'acme', '2026-03', 'kept')).toEqual(invoice)
  })

  it('that was changed afterwards does not reproduce, and both totals are said', patiently, async () => {
    await useMarch('acme')
    setTo('2026-04-01T02:00:00Z')
    await closeMonths(system)
    await system.db.operatorPool.query(`DELETE FROM meter_event WHERE tenant_id = 'acme' AND subject = 'late-21' AND day = '2026-03-25'`)
    expect(await reproduceMonth(system, 'acme', '2026-03')).toEqual({ same: false, closed: '335.96', now: '334.99' })
  })

  it('outlives its customer: the last month is closed, the bill kept, sent and named in the certificate, and let go when the law does', patiently, async () => {
    await setBillingWebhook(system, `${receiver.url}/billing`, 'admin@example.com')
    await useMarch('acme')
    setTo('2026-03-31T11:00:00Z')
    await scheduleDeletion(system, 'acme', 'acme', 'contract ended', 'admin@example.com')
    setTo('2026-04-01T12:00:00Z')
    await removeDueTenants(system)
    await sendInvoices(system)
    const kept = await system.db.asOperator((tx) => tx.keptInvoice.findMany({ orderBy: { month: 'asc' } }))
    expect(kept.map(({ customerId, month, totalCents }) => [customerId, month, totalCents])).toEqual([['acme', '2026-03', 33_596n], ['acme', '2026-04', expect.any(BigInt)]])
    expect(await countTenantRows(system.db, 'acme')).toBe(0)
    expect(receiver.received.map(({ body }) => (JSON.parse(body) as { data: { sha256: string } }).data.sha256).toSorted()).toEqual(kept.map(({ sha256 }) => sha256).toSorted())
    const [certificate] = await listTenantCertificates(system)
    expect((await findCertificate(system, certificate!.id))!).toMatchObject({ verdict: { holds: true }, statement: { kept: [{ count: 2, until: '2036-12-31', because: 'bookkeeping law' }] } })
    await expect(system.db.operatorPool.query('UPDATE kept_invoice SET total_cents = 0')).rejects.toThrow('permission denied')

    setTo('2036-12-31T23:00:00Z')
    expect(await dropOldInvoices(system)).toBe(0)
    setTo('2037-01-01T01:00:00Z')
    expect(await dropOldInvoices(system)).toBe(2)
  })

  it('keeps its prices: a list cannot begin in a month that is over', async () => {
    setTo('2026-04-01T02:00:00Z')
    await expect(addPriceList(system, '2026-03-31', prices, 'admin@example.com')).rejects.toMatchObject({ status: 422, detail: expect.stringContaining('2026-04-01') })
    await addPriceList(system, '2026-04-01', prices, 'admin@example.com')
    await expect(addPriceList(system, '2026-04-01', prices, 'admin@example.com')).rejects.toMatchObject({ status: 409 })
    await expect(addPriceList(system, '2026-05-01', { ...prices, currency: 'USD' }, 'admin@example.com')).rejects.toMatchObject({ status: 422 })
  })

  it('goes to the billing system signed, again while that does not answer, and once when it does', patiently, async () => {
    const { secret } = await setBillingWebhook(system, `${receiver.url}/billing`, 'admin@example.com')
    await useMarch('acme')
    setTo('2026-04-01T02:00:00Z')
    await closeMonths(system)
    receiver.answers(503)
    await sendInvoices(system)
    receiver.answers(200)
    await sendInvoices(system)
    expect(receiver.received).toHaveLength(1)
    system.clock.advance(6000)
    await Promise.all([sendInvoices(system), sendInvoices(system)])
    expect(receiver.received).toHaveLength(2)
    const [first, second] = receiver.received
    expect(first!.headers['webhook-id']).toBe(second!.headers['webhook-id'])
    // The test's clock is not that of the library: only the signature is held against it.
    const verified = new Webhook(secret).sign(String(second!.headers['webhook-id']), new Date(Number(second!.headers['webhook-timestamp']) * 1000), second!.body)
    expect(second!.headers['webhook-signature']).toBe(verified)
    expect(JSON.parse(second!.body)).toMatchObject({ type: 'invoice.closed', data: { invoice: { tenantId: 'acme', month: '2026-03', total: '335.96' } } })

    await sendInvoiceAgain(system, 'acme', '2026-03', 'admin@example.com')
    await sendInvoices(system)
    expect(receiver.received).toHaveLength(3)
    expect(receiver.received[2]!.headers['webhook-id']).not.toBe(second!.headers['webhook-id'])
  })

  it('is not sent inside where the installation does not allow it', async () => {
    const strict = { ...system, settings: { ...system.settings, privateWebhooks: false } }
    await expect(setBillingWebhook(strict, 'https://169.254.169.254/', 'admin@example.com')).rejects.toMatchObject({ status: 422 })
  })
})

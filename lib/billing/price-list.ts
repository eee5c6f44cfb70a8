import { z } from 'zod'
import { recordAudit } from '@/lib/audit/record'
import type { Tx } from '@/lib/db'
import { Refusal } from '@/lib/http/problem'
import type { Edition } from '@/lib/licence/edition'
import { dayOf } from '@/lib/metering/meters'
import type { System } from '@/lib/system'

const price = z.string().trim().regex(/^\d{1,9}(\.\d{1,6})?$/, 'Write an amount with a point and at most six decimals, such as 49 or 0.025.')
const edition = z.object({
  /** A month of the edition. */
  base: price,
  includedLines: z.coerce.number('Write a whole number.').int('Write a whole number.').min(0).max(100_000),
  includedGb: z.coerce.number('Write a whole number.').int('Write a whole number.').min(0).max(10_000_000),
})

export const pricesSchema = z.object({
  /** ISO 4217. */
  currency: z.string().trim().regex(/^[A-Z]{3}$/, 'Write the currency as three capitals, such as EUR.'),
  editions: z.object({ starter: edition, professional: edition, enterprise: edition } satisfies Record<Edition, typeof edition>),
  /** A production line for a month, beyond those that are included. */
  line: price,
  /** A decimal gigabyte for a month, beyond those that are included. */
  storedGb: price,
  /** A million readings. */
  readingsMillion: price,
})

export type Prices = z.output<typeof pricesSchema>

export interface PriceListView {
  id: string
  /** Counts from this UTC day until the next list does. */
  validFrom: string
  prices: Prices
  createdAt: string
  createdBy: string
}

/** Every list, the newest first. There is none before an administrator writes one: nothing is charged by then. */
export async function listPrices(tx: Tx): Promise<PriceListView[]> {
  const rows = await tx.priceList.findMany({ orderBy: { validFrom: 'desc' } })
  return rows.map(({ id, validFrom, prices, createdAt, createdBy }) => ({ id, validFrom: dayOf(validFrom), prices: pricesSchema.parse(prices), createdAt: createdAt.toISOString(), createdBy }))
}

/** A list that counts from a day of this month or later. Months that are over keep theirs. @throws Refusal */
export async function addPriceList(system: System, validFrom: string, prices: Prices, actor: string): Promise<PriceListView> {
  const now = system.clock.now()
  const firstDay = `${dayOf(now).slice(0, 7)}-01`
  if (validFrom < firstDay) throw new Refusal(422, 'Not valid', `Prices count from ${firstDay} at the earliest: months that are over keep theirs.`)
  return system.db.asOperator(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('price list'))`
    const lists = await listPrices(tx)
    if (lists.some((list) => list.validFrom === validFrom)) throw new Refusal(409, 'Not saved', `There is a list from ${validFrom} already, and lists are not changed. Let the new one begin on another day.`)
    const other = lists.find((list) => list.prices.currency !== prices.currency)
    if (other) throw new Refusal(422, 'Not valid', `This installation charges in ${other.prices.currency}; a month cannot be added up in two currencies.`)
    const id = `prices-${validFrom}`
    await tx.priceList.create({ data: { id, validFrom: new Date(validFrom), prices, createdAt: now, createdBy: actor } })
    await recordAudit(tx, now, { tenantId: 'platform', actor, action: 'price-list.added', subject: id, detail: { validFrom, prices } })
    return { id, validFrom, prices, createdAt: now.toISOString(), createdBy: actor }
  })
}


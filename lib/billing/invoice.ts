import { centsText, type Fraction, priceOf, times, toCents } from '@/lib/billing/money'
import type { PriceListView } from '@/lib/billing/price-list'
import { type Edition, editionFacts } from '@/lib/licence/edition'
import { dayAfter, monthOf } from '@/lib/metering/meters'

export const roundingRule = 'Each line is computed exactly and rounded once to the cent, halves upwards; the total is the sum of the rounded lines.'

export interface InvoiceLine {
  item: 'base' | 'lines' | 'storage' | 'readings'
  priceList: string
  edition: Edition
  /** Both days count. */
  from: string
  to: string
  days: number
  /** What is multiplied, a whole number, and what it is. */
  quantity: string
  unit: string
  /** In the currency's unit. */
  price: string
  /** The sum, written out. */
  explanation: string
  amount: string
}

/** A month of one tenant, line by line. The same facts give the same bytes. */
export interface InvoiceStatement {
  kind: 'millrace.invoice-preview.v1'
  tenantId: string
  month: string
  /** Last day that was counted; the month's own when it is over. */
  through: string
  currency: string
  lines: InvoiceLine[]
  total: string
  /** What was left out, and why. */
  notes: string[]
  rounding: string
}

export interface InvoiceFacts {
  tenantId: string
  month: string
  through: string
  /** By day and meter; a day without a value was not metered. */
  usage: Map<string, Map<string, bigint>>
  /** The newest first. */
  lists: PriceListView[]
  /** What was licensed on a day: an edition, a trial, or nothing. */
  editionOn: (day: string) => Edition | 'trial' | null
}

interface Stretch {
  list: PriceListView
  edition: Edition
  days: string[]
}

const gigabyte = 1_000_000_000n

/** What a month costs so far. A day counts with the prices and the edition of that day, as one of the month's days. */
export function invoiceOf(facts: InvoiceFacts): InvoiceStatement {
  const { stretches, notes } = stretchesOf(facts)
  const lines = stretches.flatMap((stretch) => linesOf(stretch, facts))
  const total = lines.reduce((sum, { cents }) => sum + cents, 0n)
  return {
    kind: 'millrace.invoice-preview.v1',
    tenantId: facts.tenantId,
    month: facts.month,
    through: facts.through,
    currency: facts.lists[0]?.prices.currency ?? 'XXX',
    lines: lines.map(({ cents: _cents, ...line }) => line),
    total: centsText(total),
    notes: [...notes, ...unmetered(stretches, facts)],
    rounding: roundingRule,
  }
}

/** Days that follow each other with one price list and one edition. */
function stretchesOf({ month, through, lists, editionOn }: InvoiceFacts): { stretches: Stretch[]; notes: string[] } {
  const stretches: Stretch[] = []
  const free = { 'no price list': 0, 'on trial': 0, 'without a licence': 0 }
  for (let day = monthOf(month).from; day <= through; day = dayAfter(day)) {
    const list = lists.find(({ validFrom }) => validFrom <= day)
    const edition = editionOn(day)
    if (!list) free['no price list']++
    else if (edition === null) free['without a licence']++
    else if (edition === 'trial') free['on trial']++
    else {
      const last = stretches.at(-1)
      if (last?.list === list && last.edition === edition && last.days.at(-1) === dayAfter(day, -1)) last.days.push(day)
      else stretches.push({ list, edition, days: [day] })
    }
  }
  return { stretches, notes: Object.entries(free).flatMap(([why, days]) => (days > 0 ? [`${days} ${days === 1 ? 'day' : 'days'} ${why}: not charged.`] : [])) }
}

type PricedLine = InvoiceLine & { cents: bigint }

function linesOf(stretch: Stretch, { month, usage }: InvoiceFacts): PricedLine[] {
  const { list, edition, days } = stretch
  const { days: monthDays } = monthOf(month)
  const included = list.prices.editions[edition]
  const used = (day: string, meter: string) => usage.get(day)?.get(meter) ?? 0n
  const beyond = (meter: string, free: bigint) => days.reduce((sum, day) => sum + positive(used(day, meter) - free), 0n)
  const lineDays = beyond('line', BigInt(included.includedLines))
  const byteDays = beyond('stored-bytes', BigInt(included.includedGb) * gigabyte)
  const readings = beyond('readings', 0n)
  const share = `${monthDays} days of the month`
  const { label } = editionFacts[edition]
  const make = lineMaker(stretch)
  return [
    make('base', { quantity: BigInt(days.length), unit: 'days', price: included.base, under: BigInt(monthDays), explanation: `${label}: ${included.base} × ${days.length} of ${share}` }),
    make('lines', { quantity: lineDays, unit: 'line-days', price: list.prices.line, under: BigInt(monthDays), explanation: `Production lines beyond ${included.includedLines}: ${list.prices.line} × ${lineDays} line-days ÷ ${share}` }),
    make('storage', { quantity: byteDays, unit: 'byte-days', price: list.prices.storedGb, under: gigabyte * BigInt(monthDays), explanation: `Stored beyond ${included.includedGb} GB, greatest of each day: ${list.prices.storedGb} × ${byteDays} byte-days ÷ 10⁹ ÷ ${share}` }),
    make('readings', { quantity: readings, unit: 'readings', price: list.prices.readingsMillion, under: 1_000_000n, explanation: `Readings: ${list.prices.readingsMillion} × ${readings} ÷ 10⁶` }),
  ].filter(({ item, quantity }) => item === 'base' || quantity !== '0')
}

const positive = (value: bigint) => (value > 0n ? value : 0n)

interface Sum {
  quantity: bigint
  unit: string
  price: string
  /** What the product of price and quantity is divided by. */
  under: bigint
  explanation: string
}

const lineMaker =
  ({ list, edition, days }: Stretch) =>
  (item: InvoiceLine['item'], { quantity, unit, price, under, explanation }: Sum): PricedLine => {
    const exact: Fraction = times(priceOf(price), quantity, under)
    const cents = toCents(exact)
    return { item, priceList: list.id, edition, from: days[0]!, to: days.at(-1)!, days: days.length, quantity: String(quantity), unit, price, explanation, amount: centsText(cents), cents }
  }

function unmetered(stretches: Stretch[], { usage }: InvoiceFacts): string[] {
  const charged = stretches.flatMap(({ days }) => days)
  return [['line', 'production lines were'], ['stored-bytes', 'stored data was']].flatMap(([meter, words]) => {
    const missing = charged.filter((day) => !usage.get(day)?.has(meter!))
    return missing.length > 0 ? [`${missing.length} ${missing.length === 1 ? 'day' : 'days'} on which ${words} not metered: charged as none.`] : []
  })
}

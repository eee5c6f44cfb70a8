import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type InvoiceFacts, invoiceOf } from '@/lib/billing/invoice'
import { centsText, priceOf, times, toCents } from '@/lib/billing/money'
import type { PriceListView } from '@/lib/billing/price-list'
import { dayAfter, monthOf } from '@/lib/metering/meters'

const list = (validFrom: string, line = '30'): PriceListView => ({
  id: `prices-${validFrom}`, validFrom, createdAt: '', createdBy: '',
  prices: {
    currency: 'EUR', line, storedGb: '0.025', readingsMillion: '0.4',
    editions: {
      starter: { base: '100', includedLines: 2, includedGb: 10 },
      professional: { base: '310', includedLines: 5, includedGb: 100 },
      enterprise: { base: '2000', includedLines: 50, includedGb: 1000 },
    },
  },
})

type Used = { lines?: number; gb?: number; readings?: bigint }
function march(used: (day: string) => Used, more: Partial<InvoiceFacts> = {}): InvoiceFacts {
  const { from, days } = monthOf('2026-03')
  const usage = new Map(
    Array.from({ length: days }, (_, i) => dayAfter(from, i)).map((day) => {
      const { lines = 0, gb = 0, readings = 0n } = used(day)
      return [day, new Map([['line', BigInt(lines)], ['stored-bytes', BigInt(Math.round(gb * 1e9))], ['readings', readings]])]
    }),
  )
  return { tenantId: 'acme', month: '2026-03', through: '2026-03-31', usage, lists: [list('2026-01-01')], editionOn: () => 'professional', ...more }
}
const amounts = (facts: InvoiceFacts) => invoiceOf(facts).lines.map(({ item, from, to, amount }) => `${item} ${from.slice(8)}–${to.slice(8)} ${amount}`)

describe('a month', () => {
  it('of an edition that covers everything costs its base', () => {
    const invoice = invoiceOf(march(() => ({ lines: 5, gb: 100 })))
    expect(invoice.lines).toMatchObject([{ item: 'base', amount: '310.00', explanation: 'Professional: 310 × 31 of 31 days of the month' }])
    expect(invoice.total).toBe('310.00')
  })

  it('charges what is beyond, by the day: a line that came on the 15th has 17 of 31 days', () => {
    const facts = march((day) => ({ lines: day >= '2026-03-15' ? 6 : 5, gb: 100, readings: 1_000_000n }))
    // 30 × 17 ÷ 31 = 16.4516…; 0.4 × 31.
    expect(amounts(facts)).toEqual(['base 01–31 310.00', 'lines 01–31 16.45', 'readings 01–31 12.40'])
    expect(invoiceOf(facts).total).toBe('338.85')
  })

  it('charges storage by the greatest of each day', () => {
    // (0.025 × 1 000 GB beyond, on 31 of 31 days).
    expect(amounts(march(() => ({ lines: 1, gb: 1100 })))).toEqual(['base 01–31 310.00', 'storage 01–31 25.00'])
  })

  it('is divided where the edition or the prices change', () => {
    const facts = march(() => ({ lines: 6, gb: 10 }), { lists: [list('2026-03-21', '60'), list('2026-01-01')], editionOn: (day) => (day < '2026-03-11' ? 'starter' : 'professional') })
    // 100 × 10 ÷ 31, 30 × 40 ÷ 31, 310 × 10 ÷ 31, 30 × 10 ÷ 31, 310 × 11 ÷ 31, 60 × 11 ÷ 31.
    expect(amounts(facts)).toEqual(['base 01–10 32.26', 'lines 01–10 38.71', 'base 11–20 100.00', 'lines 11–20 9.68', 'base 21–31 110.00', 'lines 21–31 21.29'])
    expect(invoiceOf(facts).total).toBe('311.94')
  })

  it('does not charge days on trial, without a licence or before there are prices, and says so', () => {
    const facts = march(() => ({ lines: 1 }), { lists: [list('2026-03-02')], editionOn: (day) => (day <= '2026-03-10' ? 'trial' : day <= '2026-03-11' ? null : 'professional') })
    const invoice = invoiceOf(facts)
    expect(invoice.notes).toEqual(['1 day no price list: not charged.', '9 days on trial: not charged.', '1 day without a licence: not charged.'])
    expect(invoice.total).toBe('200.00')
  })

  it('says on how many days nothing was metered, and charges nothing for them', () => {
    const facts = march(() => ({ lines: 6, gb: 1 }))
    for (const day of ['2026-03-05', '2026-03-06']) facts.usage.delete(day)
    expect(invoiceOf(facts).notes).toEqual(['2 days on which production lines were not metered: charged as none.', '2 days on which stored data was not metered: charged as none.'])
    expect(amounts(facts)).toContain('lines 01–31 28.06')
  })

  it('so far ends today', () => {
    expect(amounts(march(() => ({ lines: 5 }), { through: '2026-03-09' }))).toEqual(['base 01–09 90.00'])
  })

  it('adds up to the cent whatever was used, and each line is within half a cent of its exact sum', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ lines: fc.nat(200), gb: fc.nat(5000), readings: fc.bigInt(0n, 10n ** 12n) }), { minLength: 31, maxLength: 31 }), fc.integer({ min: 1, max: 31 }), (days, change) => {
        const facts = march((day) => days[Number(day.slice(8)) - 1]!, { editionOn: (day) => (Number(day.slice(8)) < change ? 'starter' : 'enterprise') })
        const { lines, total } = invoiceOf(facts)
        expect(centsText(lines.reduce((sum, { amount }) => sum + BigInt(amount.replace('.', '')), 0n))).toBe(total)
        for (const { item, quantity, price, amount } of lines) {
          const under = { base: 31n, lines: 31n, storage: 31n * 10n ** 9n, readings: 10n ** 6n }[item]
          const { over, under: exactUnder } = times(priceOf(price), BigInt(quantity), under)
          const twice = 2n * (over * 100n - BigInt(amount.replace('.', '')) * exactUnder)
          expect(twice < exactUnder && twice >= -exactUnder).toBe(true)
        }
      }),
    )
  })
})

describe('money', () => {
  it('is rounded halves upwards, once', () => {
    expect([['0.005', 1n], ['0.0049', 0n], ['0.015', 2n], ['1.005', 101n]].map(([price, cents]) => [toCents(priceOf(price as string)), cents])).toEqual([[1n, 1n], [0n, 0n], [2n, 2n], [101n, 101n]])
  })
  it('is not read from what is no price', () => {
    for (const text of ['-1', '1,5', '1e3', '', '1.1234567', 'Infinity']) expect(() => priceOf(text), text).toThrow('is not a price')
  })
})

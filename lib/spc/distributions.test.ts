import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chiSquareCdf, chiSquareQuantile, fUpperTail, logNormalCdf, normalCdf, normalQuantile } from '@/lib/spc/distributions'

const probability = fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true })
const degrees = fc.double({ min: 0.5, max: 400, noNaN: true })

describe('the normal distribution', () => {
  // Abramowitz & Stegun, Handbook of Mathematical Functions, table 26.1.
  it.each([[0, 0.5], [1, 0.841344746068543], [2, 0.977249868051821], [-3, 0.001349898031630], [-5, 2.866515719e-7]])(
    'is the tabulated one at %d', (z, p) => expect(Math.abs(normalCdf(z) / p - 1)).toBeLessThan(1e-9),
  )

  it.each([[0.975, 1.959963984540054], [0.95, 1.644853626951473], [0.995, 2.575829303548901]])(
    'has the tabulated quantile at %d', (p, z) => expect(normalQuantile(p)).toBeCloseTo(z, 12),
  )

  it('has a quantile that undoes the distribution function, far in the tails too', () => {
    fc.assert(fc.property(fc.double({ min: -30, max: 5, noNaN: true }), (z) => {
      expect(Math.abs(normalQuantile(normalCdf(z)) - z)).toBeLessThan(1e-8)
    }))
  })
})

describe('the logarithm of the normal distribution function', () => {
  it('is that of the function wherever the function is not yet 0', () => {
    fc.assert(fc.property(fc.double({ min: -37, max: 8, noNaN: true }), (z) => {
      expect(Math.abs(logNormalCdf(z) - Math.log(normalCdf(z)))).toBeLessThan(1e-7)
    }))
  })

  it('stays finite where the function is 0, and falls on', () => {
    expect(normalCdf(-50)).toBe(0)
    expect(logNormalCdf(-50)).toBeGreaterThan(logNormalCdf(-51))
    expect(Number.isFinite(logNormalCdf(-1e6))).toBe(true)
  })
})

describe('chi-square', () => {
  // NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.4, critical values of chi-square.
  it.each([
    [0.95, 1, 3.841], [0.95, 10, 18.307], [0.975, 19, 32.852], [0.99, 30, 50.892],
    [0.05, 10, 3.940], [0.025, 19, 8.907], [0.025, 100, 74.222], [0.975, 100, 129.561],
  ])('has the tabulated quantile at %d with %i degrees', (p, df, x) => {
    expect(Math.abs(chiSquareQuantile(p, df) - x)).toBeLessThan(5.1e-4)
  })

  it('has a quantile that undoes the distribution function', () => {
    fc.assert(fc.property(probability, degrees, (p, df) => {
      expect(Math.abs(chiSquareCdf(chiSquareQuantile(p, df), df) - p)).toBeLessThan(1e-9)
    }))
  })

  it('with two degrees is the exponential: −2 ln(1 − p)', () => {
    fc.assert(fc.property(probability, (p) => {
      expect(chiSquareQuantile(p, 2)).toBeCloseTo(-2 * Math.log1p(-p), 8)
    }))
  })

  it('with one degree is the square of the normal', () => {
    fc.assert(fc.property(probability, (p) => {
      expect(chiSquareQuantile(p, 1)).toBeCloseTo(normalQuantile((1 + p) / 2) ** 2, 7)
    }))
  })
})

describe('the upper tail of F', () => {
  // NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.3, upper critical values of F.
  it.each([[4.965, 1, 10, 0.05], [3.326, 5, 10, 0.05], [10.044, 1, 10, 0.01], [2.348, 10, 20, 0.05], [161.448, 1, 1, 0.05]])(
    'at %d with %i and %i degrees is the tabulated one', (f, d1, d2, p) => expect(Math.abs(fUpperTail(f, d1, d2) / p - 1)).toBeLessThan(1e-3),
  )

  it('has the closed form with two degrees above: (1 + 2f/d)^(−d/2)', () => {
    fc.assert(fc.property(fc.double({ min: 0, max: 50, noNaN: true }), fc.integer({ min: 1, max: 200 }), (f, d) => {
      expect(fUpperTail(f, 2, d)).toBeCloseTo((1 + (2 * f) / d) ** (-d / 2), 11)
    }))
  })

  it('is what is left below the reciprocal with the degrees swapped', () => {
    fc.assert(fc.property(fc.double({ min: 0.01, max: 100, noNaN: true }), degrees, degrees, (f, d1, d2) => {
      expect(fUpperTail(f, d1, d2) + fUpperTail(1 / f, d2, d1)).toBeCloseTo(1, 9)
    }))
  })

  it('is everything at 0 and nothing at infinity', () => {
    expect([fUpperTail(0, 3, 4), fUpperTail(Infinity, 3, 4)]).toEqual([1, 0])
  })
})

it('an argument outside the domain is an error, never a number', () => {
  const wrong = [() => normalQuantile(0), () => normalQuantile(NaN), () => chiSquareQuantile(1, 3), () => chiSquareQuantile(0.5, 0), () => fUpperTail(1, NaN, 3)]
  for (const call of wrong) expect(call).toThrow(RangeError)
})

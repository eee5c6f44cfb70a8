import { describe, expect, it } from 'vitest'
import type { Checked } from '@/lib/figures/refusal'
import { capability, type CapabilityInput, sampleDeviation } from '@/lib/spc/capability'
import type { CapabilityInterval } from '@/lib/spc/capability-intervals'
import { normalQuantile } from '@/lib/spc/distributions'
import rings from '@/lib/spc/piston-rings.json'

const valueOf = <T>(checked: Checked<T>): T => {
  if (!checked.ok) throw new Error(checked.refusal.message)
  return checked.value
}
const printed = (value: number | null, interval: CapabilityInterval | null, digits: number) =>
  [value, interval!.lower, interval!.upper].map((one) => one!.toFixed(digits))

// Fluid weights of 100 drink cans, ounces: SAS/QC User's Guide, The CAPABILITY Procedure, Getting Started (data set Cans).
const cans = [
  12.07, 12.02, 12.00, 12.01, 11.98, 11.96, 12.04, 12.05, 12.01, 11.97, 12.03, 12.03, 12.00, 12.04, 11.96, 12.02, 12.06, 12.00, 12.02, 11.91,
  12.05, 11.98, 11.91, 12.01, 12.06, 12.02, 12.05, 11.90, 12.07, 11.98, 12.02, 12.11, 12.00, 11.99, 11.95, 11.98, 12.05, 12.00, 12.10, 12.04,
  12.06, 12.04, 11.99, 12.06, 11.99, 12.07, 11.96, 11.97, 12.00, 11.97, 12.09, 11.99, 11.95, 11.99, 11.99, 11.96, 11.94, 12.03, 12.09, 12.03,
  11.99, 12.00, 12.05, 12.04, 12.05, 12.01, 11.97, 11.93, 12.00, 11.97, 12.13, 12.07, 12.00, 11.96, 11.99, 11.97, 12.05, 11.94, 11.99, 12.02,
  11.95, 11.99, 11.91, 12.06, 12.03, 12.06, 12.05, 12.04, 12.03, 11.98, 12.05, 12.05, 12.11, 11.96, 12.00, 11.96, 11.96, 12.00, 12.01, 11.98,
]
const given: CapabilityInput = { values: cans, sigmaWithin: sampleDeviation(cans), lsl: 11.95, usl: 12.05, target: 12 }

describe('capability of the drink cans', () => {
  const made = valueOf(capability(given))

  // SAS/QC User's Guide, The CAPABILITY Procedure, figure 5.2: indices with 95 % limits.
  it('has the indices and limits that SAS/QC prints: chi-square, Bissell and Boyles', () => {
    const { Pp, Ppk, Cpm } = made.intervals
    expect(made.mean.toFixed(4)).toBe('12.0093')
    expect(printed(made.Pp, Pp, 6)).toEqual(['0.354967', '0.305565', '0.404288'])
    expect(printed(made.Ppk, Ppk, 6)).toEqual(['0.288943', '0.212210', '0.365677'])
    expect(printed(made.Cpm, Cpm, 6)).toEqual(['0.348203', '0.301472', '0.398228'])
    expect([made.Ppl!.toFixed(6), made.Ppu!.toFixed(6)]).toEqual(['0.420991', '0.288943'])
  })

  it('counts the 7 below and 16 above of SAS/QC, the 3 and 10 on the limits being inside', () => {
    expect(made.outside).toMatchObject({ observedCount: 23, observed: 0.23 })
    expect(valueOf(capability({ ...given, usl: null })).outside.observedCount).toBe(7)
  })

  it('with the same sigma within has the same Cp as Pp', () => {
    expect([made.Cp, made.Cpk, made.CpmWithin]).toEqual([made.Pp, made.Ppk, made.Cpm])
    expect(made.intervals.Cp).toEqual(made.intervals.Pp)
  })

  it('takes the degrees of sigma within from the caller, for Cp and Cpk and not for Pp', () => {
    const rough = valueOf(capability({ ...given, degreesWithin: 72 }))
    expect(rough.intervals.Cp).toMatchObject({ degrees: 72 })
    expect(rough.intervals.Cpk.lower).toBeLessThan(made.intervals.Cpk.lower)
    expect(rough.intervals.Ppk).toEqual(made.intervals.Ppk)
  })
})

describe('capability', () => {
  // R qcc 2.7, process.capability(qcc(pistonrings[1:25,], type = "xbar"), spec.limits = c(73.95, 74.05)).
  it('has the limits that qcc prints for the piston rings: chi-square for Cp, Bissell for Cpk', () => {
    const values = rings.subgroups.slice(0, 25).flat()
    const made = valueOf(capability({ values, sigmaWithin: rings.expected.phaseI.sigmaFromRange, lsl: 73.95, usl: 74.05, target: 74 }))
    expect(printed(made.Cp, made.intervals.Cp, 3)).toEqual(['1.703', '1.491', '1.915'])
    expect(printed(made.Cpk, made.intervals.Cpk, 3)).toEqual(['1.663', '1.448', '1.878'])
    expect(made.CpmWithin!.toFixed(3)).toBe('1.691')
  })

  it('with limits 8 and 20, mean 16 and s 2 is 1, lower 4/3, upper and worse 2/3', () => {
    const step = Math.SQRT2
    const made = valueOf(capability({ values: [16 - step, 16 + step], sigmaWithin: 2, lsl: 8, usl: 20, target: 14 }))
    const shown = [made.Pp!, made.Ppk, made.Ppu!, made.Ppl!].map((index) => index.toFixed(4))
    expect(shown).toEqual(['1.0000', '0.6667', '0.6667', '1.3333'])
    expect(made.Cpm).toBeCloseTo(12 / (6 * Math.sqrt(2 ** 2 + 2 ** 2)), 12)
  })

  // Hoyle, Automotive Quality Systems Handbook, table 1.5: ppm centred, and 3.4 at six sigma with a drift of 1.5.
  it.each([
    [2, 2, 45_500, 3], [3, 3, 2700, 2], [4, 4, 63, 2], [5, 5, 0.57, 2], [6, 6, 0.002, 1], [7.5, 4.5, 3.4, 2],
  ])('expects outside −%dσ and +%dσ the tabulated %d ppm', (below, above, ppm, digits) => {
    const { expectedWithin, expectedOverall } = valueOf(capability({ values: [-1, 0, 1], sigmaWithin: 1, lsl: -below, usl: above })).outside
    expect(expectedOverall).toBe(expectedWithin)
    expect(Number((expectedWithin * 1e6).toPrecision(digits))).toBe(ppm)
  })

  it('expects outside one limit what lies beyond it', () => {
    const { expectedWithin } = valueOf(capability({ values: [-1, 0, 1], sigmaWithin: 1, lsl: null, usl: normalQuantile(0.99) })).outside
    expect(expectedWithin).toBeCloseTo(0.01, 12)
  })

  it('has no Cpm without target or with one limit, and intervals on the side that exists', () => {
    const one = valueOf(capability({ ...given, usl: null }))
    expect(one).toMatchObject({ Cpm: null, CpmWithin: null, Cpu: null, Ppu: null })
    expect(one.intervals).toMatchObject({ Cp: null, Pp: null, Cpm: null, CpmWithin: null, Cpk: { method: 'Bissell' } })
    expect(valueOf(capability({ ...given, target: null })).Cpm).toBeNull()
  })

  it('is refused for equal values, also where rounding leaves a deviation', () => {
    expect(sampleDeviation(Array(10).fill(0.1))).not.toBe(0)
    expect(capability({ ...given, values: Array(10).fill(0.1) })).toMatchObject({ ok: false, refusal: { code: 'no_variation' } })
  })

  it('is refused for a value that is no number with its row, and for a target, level or degrees that are none', () => {
    const refusalOf = (change: Partial<CapabilityInput>) => {
      const checked = capability({ ...given, ...change })
      return checked.ok ? null : [checked.refusal.code, checked.refusal.row]
    }
    expect(refusalOf({ values: [12, 12.1, NaN] })).toEqual(['not_a_number', 3])
    expect(refusalOf({ target: NaN })).toEqual(['not_a_number', undefined])
    expect([0, 1, NaN].map((level) => refusalOf({ level }))).toEqual(Array(3).fill(['level', undefined]))
    expect([0, NaN, Infinity].map((degreesWithin) => refusalOf({ degreesWithin }))).toEqual(Array(3).fill(['degrees', undefined]))
  })
})

import { describe, expect, it } from 'vitest'
import { conversionBetween, unitsFor } from '@/lib/history/units'

const converted = (value: number, from: string, to: string) => {
  const found = conversionBetween(from, to)
  return found && value * found.factor + found.offset
}

describe('units', () => {
  // NIST SP 811 (2008), appendix B.8.
  it.each([
    [212, '°F', '°C', 100],
    [1, 'psi', 'kPa', 6.894757],
    [1, 'atm', 'bar', 1.01325],
    [1, 'bbl', 'm³', 0.1589873],
    [1, 'gpm', 'm³/h', 0.2271247],
    [1, 'lb', 'kg', 0.45359237],
    [1, 'hp', 'kW', 0.7456999],
    [1, 'kWh', 'MJ', 3.6],
    [273.15, 'K', 'degC', 0],
    [1500, 'L/h', 'm3/h', 1.5],
  ])('%d %s are in %s as NIST says', (value, from, to, expected) => {
    expect(converted(value, from, to)).toBeCloseTo(expected, 6)
  })

  it('of two quantities, and pressures above and with the air’s, are not converted', () => {
    expect(conversionBetween('kg', '°C')).toBeNull()
    expect(conversionBetween('barg', 'bar')).toBeNull()
    expect(conversionBetween('bar(a)', 'barg')).toBeNull()
    expect(conversionBetween('mW', 'MW')).toBeNull()
    expect(conversionBetween('cups/min', 'cartons/min')).toBeNull()
  })

  it('that nobody here knows are themselves', () => {
    expect(converted(7, 'cups/min', 'cups / min')).toBe(7)
    expect(unitsFor('cups/min')).toEqual(['cups/min'])
    expect(unitsFor('bar')).toContain('psi')
    expect(unitsFor('barg')).toEqual(['barg'])
  })
})

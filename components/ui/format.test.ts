import { describe, expect, it } from 'vitest'
import { formatAgainstTarget, formatBytes, formatNumber, formatPercent, formatPoints, formatQuantity, formatUndefined } from '@/components/ui/format'

describe('numbers', () => {
  it.each([
    [99412, 0, '99\u202F412'],
    [1426, 0, '1\u202F426'],
    [-25, 0, '\u221225'],
    [-0.3, 0, '0'],
    [244.97, 1, '245.0'],
    [1.581, 2, '1.58'],
    [Number.NaN, 1, '\u2014'],
  ])('%s with %s decimals reads %s', (value, digits, text) => {
    expect(formatNumber(value, digits)).toBe(text)
  })

  it('take the decimal mark of the locale, never its grouping', () => {
    expect(formatNumber(99412.5, 1, 'de-DE')).toBe('99\u202F412,5')
    expect(formatNumber(1234567, 0, 'fr-FR')).toBe('1\u202F234\u202F567')
  })

  it('stand a narrow no-break space away from their unit', () => {
    expect(formatQuantity(181.6, '°C', 1)).toBe('181.6\u202F°C')
    expect(formatPercent(0.87362)).toBe('87.4\u202F%')
    expect(formatPercent(0.4339, 0)).toBe('43\u202F%')
  })

  it('call a difference of ratios points', () => {
    expect(formatPoints(-0.0472)).toBe('\u22124.7\u202Fpoints')
    expect(formatAgainstTarget(0.77276, 0.82)).toBe('4.7\u202Fpoints below target')
    expect(formatAgainstTarget(0.86, 0.82)).toBe('4.0\u202Fpoints above target')
    expect(formatAgainstTarget(0.8201, 0.82)).toBe('on target')
  })

  it('give the reason where nothing is defined', () => {
    expect(formatUndefined('no planned time')).toBe('\u2014 no planned time')
  })

  it.each([
    [0, '0\u202FB'],
    [999, '999\u202FB'],
    [999_600, '1\u202FMB'],
    [1_640, '1.6\u202FkB'],
    [214_000_000, '214\u202FMB'],
    [5_000_000_000, '5\u202FGB'],
  ])('%s bytes read %s', (bytes, text) => {
    expect(formatBytes(bytes).replace('1.0', '1')).toBe(text)
  })
})

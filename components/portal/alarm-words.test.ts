import { expect, it } from 'vitest'
import { valueWords } from '@/components/portal/alarm-words'

it('a value is said with its limit, and of what the limit is', () => {
  const words = (ruleKind: Parameters<typeof valueWords>[0]['ruleKind'], limit: number | null, value: number | null = 190.62) => valueWords({ value, limit, ruleKind, unit: '°C', decimals: 1 })
  expect(words('threshold', 180)).toBe('190.6 °C, limit 180.0')
  expect(words('rate', 0.8)).toBe('190.6 °C, limit 0.8 °C per minute')
  expect(words('z-score', 3)).toBe('190.6 °C, limit 3.0 σ')
  expect(words('spc', null)).toBe('190.6 °C')
  expect(words(null, 180)).toBe('190.6 °C, limit 180.0')
  expect(words('stale', null, null)).toBe('no value')
})

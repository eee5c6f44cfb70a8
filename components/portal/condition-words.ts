import { formatDuration } from '@/components/ui/format-time'
import { formatNumber, withUnit } from '@/components/ui/format'
import type { RuleFields } from '@/lib/alarm/rule-fields'

export const kindWords: Record<RuleFields['condition']['kind'], string> = { threshold: 'Limit', rate: 'Rate of change', 'z-score': 'Unlike before', stale: 'Silence', spc: 'SPC pattern' }

const rateWords = { rise: 'rises', fall: 'falls', either: 'changes' }

/** "above 7.10 mm/s", "falls faster than 2.0 °C per min over 60 s". */
export function conditionWords({ kind, settings }: RuleFields['condition'], { unit, decimals }: { unit: string; decimals: number }): string {
  const quantity = (value: number) => withUnit(formatNumber(value, decimals), unit)
  switch (kind) {
    case 'threshold':
      return `${settings.direction === 'high' ? 'above' : 'below'} ${quantity(settings.limit)}`
    case 'rate':
      return `${rateWords[settings.direction]} faster than ${quantity(settings.perMinute)} per min over ${formatDuration(settings.overSeconds)}`
    case 'z-score':
      return `${formatNumber(settings.sigmas, 1)} σ from the ${settings.points} readings before`
    case 'stale':
      return `no reading for ${formatDuration(settings.afterSeconds)}`
    case 'spc':
      return `Nelson ${settings.rules.join(', ')} around ${quantity(settings.centre)}`
  }
}

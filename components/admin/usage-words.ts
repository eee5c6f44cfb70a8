import { formatBytes, formatNumber, withUnit } from '@/components/ui/format'
import { formatDuration } from '@/components/ui/format-time'
import type { MeterAnomaly } from '@/lib/admin/load-tenant-usage'
import { editionFacts } from '@/lib/licence/edition'
import type { LimitView } from '@/lib/licence/limits'
import type { Standing } from '@/lib/licence/standing'

/** What of a meter, in its unit; a dash with the reason where nothing was metered. */
export function meterWords(quantity: number | null | undefined, unit: string): string {
  if (quantity === null || quantity === undefined) return '— not metered'
  if (unit === 'B') return formatBytes(quantity)
  return unit === 's' ? formatDuration(quantity) : formatNumber(quantity)
}

const limitNames = { users: ['user', 'users'], sites: ['site', 'sites'], storedBytes: ['stored', 'stored'] }

/** "48 of 50 users", "11 TB of 10 TB stored". */
export function limitWords({ what, used, limit }: LimitView): string {
  const words = (value: number) => (what === 'storedBytes' ? formatBytes(value) : formatNumber(value))
  const [one, many] = limitNames[what]
  return `${words(used)}${limit === null ? '' : ` of ${words(limit)}`} ${(limit ?? used) === 1 ? one : many}`
}

const levelWords = { well: '', near: 'comes near', reached: 'is reached', over: 'is exceeded' }

/** What follows from it, for those that are not well. */
export function limitConsequence({ level, isHard }: LimitView): string {
  if (level === 'well') return ''
  const what = level === 'near' ? 'Nothing is refused yet.' : isHard ? 'No more can be added.' : 'Nothing stops; what is beyond is charged.'
  return `The limit ${levelWords[level]}. ${what}`
}

export function anomalyWords({ label, unit, value, median, z }: MeterAnomaly): string {
  const against = z === null ? 'all days before were alike' : `robust z ${formatNumber(z, 1)}`
  return `${label} ${meterWords(value, unit)} against a median of ${meterWords(median, unit)} (${against})`
}

const stateWords: Record<Standing['state'], string> = { valid: 'valid', trial: 'trial', grace: 'in grace', 'not-yet': 'not begun', expired: 'ended', unlicensed: 'trial is over' }

export const standingWords = ({ state, daysLeft, worksUntil }: Standing): string =>
  `${stateWords[state]}${['valid', 'trial', 'grace'].includes(state) && daysLeft !== null ? `, ${withUnit(formatNumber(daysLeft), daysLeft === 1 ? 'day' : 'days')} left` : worksUntil ? ` ${worksUntil}` : ''}`

export const editionWords = ({ edition, licenceId }: Standing): string => (licenceId ? editionFacts[edition].label : 'none')

import { DASH, formatNumber } from '@/components/ui/format'
import { formatAge } from '@/components/ui/format-time'
import type { Extent } from '@/lib/catalogue/load-catalogue'

export const rowsWords = ({ rows }: Extent): string => (rows === null ? DASH : formatNumber(rows))

/** How old the newest row is. */
export const newestWords = ({ newest, rows }: Extent, now: Date, timeZone: string): string => (newest ? formatAge(newest, now, timeZone) : rows === 0 ? 'no rows yet' : 'belongs to no time')

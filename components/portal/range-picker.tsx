import { Segmented } from '@/components/ui/segmented'
import type { RangeKey } from '@/lib/plant/views/period'

const ranges: [RangeKey, string][] = [
  ['shift', 'This shift'],
  ['24h', '24 hours'],
  ['7d', '7 days'],
  ['30d', '30 days'],
]

/** The period stands in the URL, so that a page can be sent to somebody. */
export function RangePicker({ current, basePath }: { current: RangeKey; basePath: string }) {
  return <Segmented label="Period" current={current} segments={ranges.map(([key, label]) => ({ key, label, href: `${basePath}?range=${key}` }))} />
}

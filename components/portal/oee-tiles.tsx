import Link from 'next/link'
import { type KpiView, KpiStrip } from '@/components/ui/kpi-strip'
import { formatNumber } from '@/components/ui/format'
import type { LineOee, Ratio } from '@/lib/oee/oee'

interface Props {
  oee: LineOee
  label: string
  energyKwh?: number | null
  /** Makes each figure explain itself. */
  explainHref?: (figure: string) => string
  explained?: string
}

/** OEE = availability × performance × quality, each with its consequence in minutes. */
export function OeeTiles({ oee, label, energyKwh, explainHref, explained }: Props) {
  const explain = (figure: string) => explainHref && { action: <Link href={explainHref(figure)} scroll={false}>Explain</Link>, explained: explained === figure }
  const slow = Math.max(0, oee.performanceLossMinutes)
  const kpis: KpiView[] = [
    { label, ...ratio(oee.oeeRatio), large: true, ...explain('oee') },
    { label: 'Availability', ...ratio(oee.availabilityRatio), operator: '=', note: `${minutes(oee.downMinutes)} stopped${oee.openStops ? `, ${oee.openStops} open` : ''}`, ...explain('availability') },
    { label: 'Performance', ...ratio(oee.performanceRatio), operator: '×', note: oee.notices.length ? 'shown capped, see notice' : `${minutes(slow)} slow`, ...explain('performance') },
    { label: 'Quality', ...ratio(oee.qualityRatio), operator: '×', note: `${minutes(oee.qualityLossMinutes)} lost to rejects`, ...explain('quality') },
    { label: 'Planned busy time', parts: hours(oee.plannedBusyMinutes), note: `${formatNumber(oee.stops)} stops` },
  ]
  if (energyKwh !== undefined && energyKwh !== null) {
    kpis.push({ label: 'Energy, site', parts: [{ value: formatNumber(energyKwh / 1000, 2), unit: 'MWh' }], note: oee.plannedBusyMinutes > 0 ? `${formatNumber(energyKwh / (oee.plannedBusyMinutes / 60))} kWh per busy hour` : undefined })
  }
  return <KpiStrip label={label} kpis={kpis} />
}

const minutes = (value: number) => `${formatNumber(value)} min`

const hours = (value: number) => [
  { value: formatNumber(Math.floor(value / 60)), unit: 'h' },
  { value: formatNumber(Math.floor(value % 60)), unit: 'min' },
]

const ratio = (value: Ratio): Pick<KpiView, 'parts' | 'undefinedBecause'> =>
  typeof value === 'number' ? { parts: [{ value: formatNumber(value * 100, 1), unit: '%' }] } : { parts: [], undefinedBecause: value.undefinedBecause }

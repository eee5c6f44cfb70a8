import Link from 'next/link'
import { formatNumber } from '@/components/ui/format'
import { formatDuration } from '@/components/ui/format-time'
import { KpiStrip, type KpiView } from '@/components/ui/kpi-strip'
import type { Defined } from '@/lib/energy/energy-use'
import type { EnergyFigureKey } from '@/lib/energy/explain'
import type { EnergyView } from '@/lib/plant/views/energy-view'

interface Props {
  view: EnergyView
  explainHref: (figure: EnergyFigureKey) => string
  explained?: EnergyFigureKey
}

/** Energy of the period, what it made, and what is drawn whatever is made; each explains itself. */
export function EnergyKpis({ view, explainHref, explained }: Props) {
  const { use, base, thriftyKw, wastePerNightKwh, meters, price, period } = view
  const figure = (key: EnergyFigureKey, label: string, value: Defined, unit: string, note: string, digits = 0): KpiView => ({
    label, note,
    ...partsOf(value, unit, digits),
    action: <Link href={explainHref(key)} scroll={false}>Explain</Link>,
    explained: explained === key,
  })
  const gap = use.uncoveredMinutes >= 1 ? `${formatDuration(use.uncoveredMinutes * 60)} not measured, not filled up` : meters.length === 1 ? meters[0]!.signal.name : `${meters.length} meters`
  const energy: Defined = use.coveredMinutes > 0 ? use.kwh : { undefinedBecause: 'nothing measured' }
  const isLarge = use.kwh >= 10_000
  const waste: Defined = wastePerNightKwh ?? { undefinedBecause: 'fewer than four nights' }
  const money = price && wastePerNightKwh !== null ? `, ${formatNumber(wastePerNightKwh * price.perKwh)} ${price.currency}` : ''
  const kpis: KpiView[] = [
    { ...figure('energy', 'Energy', typeof energy === 'number' && isLarge ? energy / 1000 : energy, isLarge ? 'MWh' : 'kWh', gap, isLarge ? 1 : 0) },
    figure('per-thousand', 'A thousand good pieces', use.perThousand, 'kWh', typeof use.goodPieces === 'number' ? `${formatNumber(use.goodPieces)} good pieces` : 'each line’s stand below', 1),
    figure('per-tonne', 'A tonne of good product', use.perTonne, 'kWh', typeof use.goodKg === 'number' ? `${formatNumber(use.goodKg / 1000, 1)} t` : '', 1),
    figure('base-load', 'Base load', base?.kw ?? { undefinedBecause: 'fewer than 20 hours' }, 'kW', base ? `lowest tenth of hours${base.of === 'idle' ? ' without output' : ''}, 30 days` : ''),
    figure('night-waste', 'Night waste', waste, 'kWh a night', thriftyKw === null ? '' : `above ${formatNumber(thriftyKw)} kW${money}, 30 days`),
  ]
  if (price && typeof use.cost === 'number') kpis.push({ label: 'Cost', ...partsOf(use.cost, price.currency, 0), note: `at ${formatNumber(price.perKwh, 2)} ${price.currency} a kWh` })
  return <KpiStrip label={`Energy, ${period.words}`} kpis={kpis} />
}

const partsOf = (value: Defined, unit: string, digits: number): Pick<KpiView, 'parts' | 'undefinedBecause'> =>
  typeof value === 'number' ? { parts: [{ value: formatNumber(value, digits), unit }] } : { parts: [], undefinedBecause: value.undefinedBecause }

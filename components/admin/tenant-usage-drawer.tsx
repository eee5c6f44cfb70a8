import { adminZone } from '@/components/admin/lease-cells'
import { anomalyWords, editionWords, limitConsequence, limitWords, meterWords, standingWords } from '@/components/admin/usage-words'
import { Button } from '@/components/ui/button'
import { Drawer } from '@/components/ui/drawer'
import { formatDate } from '@/components/ui/format-time'
import { Level } from '@/components/ui/level'
import { TermList } from '@/components/ui/term-list'
import type { TenantUsageRow, UsageDayRow } from '@/lib/admin/load-tenant-usage'
import { meters } from '@/lib/metering/meters'

interface Props {
  row: TenantUsageRow
  /** Of the last 28 days and today. */
  days: UsageDayRow[]
  month: string
}

/** One tenant: its limits, what was unusual, and every meter by day. */
export function TenantUsageDrawer({ row, days, month }: Props) {
  const { tenantId, name, standing, limits, anomalies } = row
  return (
    <Drawer label="Usage" title={name} width={464} closeHref="/admin/usage">
      <p className="mb-4 text-[13px] text-ink-2">
        <span className="text-mono">{tenantId}</span>
        {standing && `, licence ${editionWords(standing)}: ${standingWords(standing)}`}
      </p>
      {limits.length > 0 && (
        <TermList
          terms={limits.map((limit) => ({
            term: limitWords(limit),
            detail: limit.limit === null ? 'no limit' : <Level ratio={limit.ratio ?? 0} label={limitWords(limit)} height={5} />,
            detailNote: limitConsequence(limit),
          }))}
        />
      )}
      {anomalies.map((anomaly) => (
        <p key={anomaly.label} className="mt-3 text-[13px]">
          <b>Unusual yesterday.</b> {anomalyWords(anomaly)}
        </p>
      ))}
      {meters.map((meter) => (
        <MeterDays key={meter.name} {...meter} days={days.filter((day) => day.meter === meter.name)} />
      ))}
      <div className="mt-5 flex flex-wrap gap-2">
        <Button size="small" href={`/api/admin/usage/days?tenant=${tenantId}&month=${month}&format=csv`} prefetch={false}>
          This month as CSV
        </Button>
        <Button size="small" href={`/api/admin/usage/days?tenant=${tenantId}&month=${month}&format=json`} prefetch={false}>
          as JSON
        </Button>
        {row.kind === 'customer' && (
          <Button size="small" href={`/admin/billing?tenant=${tenantId}`}>
            Invoice preview
          </Button>
        )}
      </div>
    </Drawer>
  )
}

/** Bars on one scale from zero, each day named to whoever asks; a day that was not metered stays empty. */
function MeterDays({ label, unit, days }: { label: string; unit: string; days: UsageDayRow[] }) {
  const most = Math.max(1, ...days.map(({ quantity }) => quantity))
  const last = days.at(-1)
  if (!last) return null
  return (
    <section className="mt-5" aria-label={label}>
      <div className="flex justify-between text-small">
        <h3 className="font-semibold">{label}</h3>
        <span className="text-ink-3">most {meterWords(most, unit)}</span>
      </div>
      <ol className="flex h-10 items-end gap-px border-b border-line" aria-label={`${label} by day`}>
        {days.map(({ day, quantity }) => (
          <li key={day} className="flex-1 bg-state-fill" style={{ height: `${Math.max(2, (quantity / most) * 100)}%` }} title={`${formatDate(day, adminZone, { year: false })}: ${meterWords(quantity, unit)}`}>
            <span className="sr-only">{`${day}: ${meterWords(quantity, unit)}`}</span>
          </li>
        ))}
      </ol>
    </section>
  )
}

import Link from 'next/link'
import { anomalyWords, editionWords, limitConsequence, limitWords, meterWords } from '@/components/admin/usage-words'
import { type ColumnView, DataTable } from '@/components/ui/data-table'
import { Empty } from '@/components/ui/empty'
import { Level } from '@/components/ui/level'
import type { TenantUsageRow } from '@/lib/admin/load-tenant-usage'
import { type MeterFacts, meters } from '@/lib/metering/meters'

interface Props {
  rows: TenantUsageRow[]
  selected: string | null
}

/** Today so far of every metered tenant, beside its limits and what was unusual yesterday. */
export function TenantUsageTable({ rows, selected }: Props) {
  return (
    <DataTable
      caption="Usage per tenant today"
      columns={columns}
      rows={rows}
      rowKey={(row) => row.tenantId}
      selectedKey={selected ?? undefined}
      count={`${rows.length} tenants; those that need a look first`}
      empty={<Empty>No customer and no demo is there yet.</Empty>}
    />
  )
}

const columns: ColumnView<TenantUsageRow>[] = [
  {
    key: 'tenant',
    head: 'Tenant',
    cell: (row) => (
      <>
        <Link href={`/admin/usage?tenant=${row.tenantId}`} scroll={false} className="link">
          {row.name}
        </Link>
        <span className="block text-small text-ink-2">
          <span className="text-mono">{row.tenantId}</span>
          {row.kind === 'demo' && `, ${row.askedBy ?? 'waits in the pool'}`}
        </span>
      </>
    ),
  },
  { key: 'look', head: 'Needs a look', width: '30%', cell: (row) => <Look row={row} /> },
  { key: 'edition', head: 'Licence', phone: 'hidden', cell: (row) => (row.standing ? editionWords(row.standing) : 'demo') },
  ...meters.map(
    (meter): ColumnView<TenantUsageRow> => ({ key: meter.name, head: meter.label, align: 'right', phone: 'hidden', cell: (row) => todayWords(row.today[meter.name], meter) }),
  ),
]

/** What is counted and was not used is none; what is looked at now and then was not looked at yet. */
const todayWords = (quantity: number | null | undefined, { unit, isCounted }: MeterFacts) => (quantity === null && isCounted ? meterWords(0, unit) : meterWords(quantity, unit))

function Look({ row: { limits, anomalies } }: { row: TenantUsageRow }) {
  const close = limits.filter(({ level }) => level !== 'well')
  if (close.length === 0 && anomalies.length === 0) return <span className="text-ink-3">no</span>
  return (
    <ul className="grid gap-1 text-small">
      {close.map((limit) => (
        <li key={limit.what}>
          <b>{limitWords(limit)}</b>
          <Level ratio={limit.ratio ?? 0} label={limitWords(limit)} />
          <span className="text-ink-2">{limitConsequence(limit)}</span>
        </li>
      ))}
      {anomalies.map((anomaly) => (
        <li key={anomaly.label} className="text-ink-2">
          Unusual yesterday: {anomalyWords(anomaly)}
        </li>
      ))}
    </ul>
  )
}

import { DataTable } from '@/components/ui/data-table'
import { formatNumber } from '@/components/ui/format'
import { formatDateClock } from '@/components/ui/format-time'
import { Panel } from '@/components/ui/panel'
import type { LakeTable } from '@/lib/generated/prisma/client'

/** Where other programs find the figures: one table, or all of them. */
export function OpenTableList({ tables, timeZone }: { tables: LakeTable[]; timeZone: string }) {
  const sealed = tables.some(({ isSealed }) => isSealed)
  return (
    <Panel title="For other programs" note="Iceberg and Delta" flush foot={sealed ? 'The files lie encrypted under the key of this plant (SSE-C): a reader shows it to the store.' : 'The files lie as they are: whoever reads the store reads them.'}>
      <DataTable
        caption="Open tables"
        head="plain"
        rows={tables}
        rowKey={({ name }) => name}
        columns={[
          { key: 'name', head: 'Table', cell: ({ name, metadata, delta }) => (<><span className="catalogue-name">{name}</span><small className="catalogue-row catalogue-name">Iceberg: {metadata}</small><small className="catalogue-row catalogue-name">Delta: {delta}</small></>) },
          { key: 'rows', head: 'Rows', align: 'right', cell: ({ rows }) => formatNumber(rows) },
          { key: 'version', head: 'Version', align: 'right', phone: 'hidden', cell: ({ deltaVersion }) => deltaVersion },
          { key: 'at', head: 'Written', cell: ({ madeAt }) => formatDateClock(madeAt, timeZone) },
        ]}
      />
    </Panel>
  )
}

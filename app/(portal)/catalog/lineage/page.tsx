import type { Metadata } from 'next'
import Link from 'next/link'
import '@/components/catalogue/catalogue.css'
import { CatalogueHead } from '@/components/catalogue/catalogue-head'
import { LineageDrawing, LineageList } from '@/components/catalogue/lineage-drawing'
import { Panel } from '@/components/ui/panel'
import { requirePerson } from '@/lib/auth/current-person'
import { lineageOf } from '@/lib/catalogue/lineage'
import { loadTenant } from '@/lib/plant/views/load-tenant'
import { system } from '@/lib/system'

export const metadata: Metadata = { title: 'Lineage' }

export default async function LineagePage() {
  const person = await requirePerson('plant.view')
  const { name } = await loadTenant(system(), person)
  const lineage = lineageOf()
  return (
    <div className="portal-body">
      <CatalogueHead crumbs={name} title="Lineage" current="lineage">
        From what the plant sends, at the left, to what people look at, at the right. <Link href="/api/v1/lineage" prefetch={false}>The same as OpenLineage events</Link>.
      </CatalogueHead>
      <Panel title="What is made of what" note={`${lineage.nodes.length} places`} flush>
        <LineageDrawing lineage={lineage} label="Lineage of the whole plant" />
      </Panel>
      <Panel title="Step by step" flush>
        <LineageList lineage={lineage} />
      </Panel>
    </div>
  )
}

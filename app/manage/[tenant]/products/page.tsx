import type { Metadata } from 'next'
import { AdminPage } from '@/components/admin/admin-page'
import { ModelChanges } from '@/components/admin/model-changes'
import { productFields, reasonFields, routingFields } from '@/components/admin/record-fields'
import { RecordList } from '@/components/admin/record-list'
import { Panel } from '@/components/ui/panel'
import { requireManager } from '@/lib/auth/manager'
import { listChanges } from '@/lib/plant/model/change-model'
import { loadModelTree, loadRecords } from '@/lib/plant/model/load-model'
import { system } from '@/lib/system'

export const metadata: Metadata = { title: 'Products and reasons' }

export default async function ProductsPage({ params }: { params: Promise<{ tenant: string }> }) {
  const { tenant } = await requireManager((await params).tenant)
  const sys = system()
  const [products, routings, reasons, nodes, changes] = await Promise.all([loadRecords(sys, tenant.id, 'product'), loadRecords(sys, tenant.id, 'routing'), loadRecords(sys, tenant.id, 'stop_reason'), loadModelTree(sys, tenant.id), listChanges(sys, tenant.id)])
  const lines = nodes.filter(({ level }) => level === 'line').map(({ id, name }) => ({ id, label: name }))
  const named = products.map(({ id, fields }) => ({ id, label: fields.name! }))
  const nameOf = (options: { id: string; label: string }[], id: string | undefined) => options.find((one) => one.id === id)?.label ?? id ?? ''
  const groups = reasons.filter(({ fields }) => !fields.parent_code).map(({ id, fields }) => ({ id, label: fields.name! }))
  return (
    <AdminPage title="Products and reasons" summary="What is made, where and how fast at best, and why lines stop.">
      <Panel title="Products" note={`${products.length}`}>
        <RecordList tenantId={tenant.id} kind="product" records={products.map((one) => ({ ...one, label: `${one.fields.name}, counted in ${one.fields.count_unit}${one.fields.piece_grams ? ` of ${one.fields.piece_grams} g` : ''}` }))} fields={productFields} empty="No product yet." addLabel="Add product" />
      </Panel>
      <Panel title="Routings" note="which line makes which product">
        <RecordList tenantId={tenant.id} kind="routing" records={routings.map((one) => ({ ...one, label: `${nameOf(named, one.fields.product_id)} on ${nameOf(lines, one.fields.line_id)}, at most ${one.fields.ideal_rate_per_minute} a minute` }))} fields={routingFields(named, lines)} empty="No routing yet." addLabel="Add routing" />
      </Panel>
      <Panel title="Stop reasons" note="groups, and reasons in them">
        <RecordList tenantId={tenant.id} kind="stop_reason" records={reasons.map((one) => ({ ...one, label: one.fields.parent_code ? `${nameOf(groups, one.fields.parent_code)} / ${one.fields.name}, ${one.fields.kind}` : `${one.fields.name} (group), ${one.fields.kind}` }))} fields={reasonFields(groups)} empty="No reason yet: without one a stop cannot be coded." addLabel="Add reason" />
      </Panel>
      <ModelChanges tenantId={tenant.id} changes={changes} timeZone={tenant.timeZone} now={system().clock.now().toISOString()} />
    </AdminPage>
  )
}

import { addPlace, deletePlace, movePlace } from '@/app/manage/[tenant]/plant/actions'
import { ConfirmInPlace } from '@/components/admin/confirm-in-place'
import { RecordForm } from '@/components/admin/record-form'
import { RecordList } from '@/components/admin/record-list'
import { placeFields, signalFields } from '@/components/admin/record-fields'
import { Drawer } from '@/components/ui/drawer'
import { SelectField } from '@/components/ui/select-field'
import { TextField } from '@/components/ui/text-field'
import type { ModelNode, ModelRecord } from '@/lib/plant/model/load-model'

interface Props {
  tenantId: string
  node: ModelNode
  nodes: ModelNode[]
  signals: ModelRecord[]
  closeHref: string
}

const below = { site: 'an area', area: 'a line', line: 'equipment', equipment: '' } as const

export function PlaceDrawer({ tenantId, node, nodes, signals, closeHref }: Props) {
  const fixed = { tenantId, id: node.id, version: String(node.version) }
  const hanging = nodes.filter(({ path }) => path.startsWith(`${node.path}/`))
  const signalCount = node.signals + hanging.reduce((sum, one) => sum + one.signals, 0)
  const options = nodes.filter(({ level }) => level !== 'equipment').map(({ id, name, depth }) => ({ id, label: `${'\u2003'.repeat(depth)}${name}` }))
  return (
    <Drawer key={node.id} label={node.level} title={node.name} width={480} closeHref={closeHref}>
      <p className="mb-4 text-ink-2">
        <span className="text-mono">{node.id}</span>, {hanging.length} places and {signalCount} signals at or below it.
      </p>
      <RecordForm tenantId={tenantId} kind="plant_node" record={{ id: node.id, version: node.version, fields: { name: node.name, time_zone: node.timeZone } }} fields={placeFields(node.level)} verb="Save" />
      <div className="mt-5 flex flex-wrap gap-2">
        {below[node.level] && (
          <ConfirmInPlace label="Add below" question={`Add ${below[node.level]} to ${node.name}?`} confirm="Add it" busyWord="Adding" action={addPlace} fixed={{ tenantId, parentId: node.id }}>
            <TextField label="Name" name="name" required maxLength={80} />
            {node.level === 'area' && <SelectField label="Level" name="level" defaultValue="line" options={[{ id: 'line', label: 'Line' }, { id: 'equipment', label: 'Equipment beside the lines' }]} />}
          </ConfirmInPlace>
        )}
        {node.level !== 'site' && (
          <ConfirmInPlace label="Move" question={`Move ${node.name} with all below it?`} confirm="Move it" busyWord="Moving" action={movePlace} fixed={fixed}>
            <SelectField label="To" name="parentId" options={options} required placeholder="Choose a place" />
          </ConfirmInPlace>
        )}
        <ConfirmInPlace label="Delete" question={`Delete ${node.name} with ${hanging.length} places and ${signalCount} signals, their rules and routings? What was recorded stays, and an undo brings all back.`} confirm="Delete it" busyWord="Deleting" action={deletePlace} fixed={fixed} />
      </div>
      <h3 className="mt-6 text-panel">Signals</h3>
      <RecordList tenantId={tenantId} kind="signal" records={signals.map((signal) => ({ ...signal, label: `${signal.fields.name}${signal.fields.unit ? `, ${signal.fields.unit}` : ''}` }))} fields={signalFields(node.id)} empty="No signal here yet." addLabel="Add signal" />
    </Drawer>
  )
}

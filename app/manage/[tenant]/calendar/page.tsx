import type { Metadata } from 'next'
import { AdminPage } from '@/components/admin/admin-page'
import { dayNames } from '@/components/admin/day-names'
import { ModelChanges } from '@/components/admin/model-changes'
import { exceptionFields, patternFields } from '@/components/admin/record-fields'
import { RecordList } from '@/components/admin/record-list'
import { type ColumnView, DataTable } from '@/components/ui/data-table'
import { Empty } from '@/components/ui/empty'
import { Panel } from '@/components/ui/panel'
import { requireManager } from '@/lib/auth/manager'
import { listChanges } from '@/lib/plant/model/change-model'
import { type CalendarRow, loadCalendars } from '@/lib/plant/model/load-calendars'
import { loadModelTree, loadRecords, type ModelRecord } from '@/lib/plant/model/load-model'
import { system } from '@/lib/system'

export const metadata: Metadata = { title: 'Shift calendar' }

const calendarColumns: ColumnView<CalendarRow>[] = [
  { key: 'place', head: 'Place', cell: ({ name, depth }) => <span style={{ paddingLeft: depth * 16 }}>{name}</span> },
  { key: 'zone', head: 'Clock', phone: 'hidden', cell: ({ timeZone }) => timeZone },
  { key: 'shifts', head: 'Shifts', cell: ({ shifts, from }) => (shifts.length === 0 ? '— none: no time is planned' : `${shifts.join(', ')}${from ? `, of ${from}` : ''}`) },
]

function patternWords({ fields }: ModelRecord): string {
  const days = fields.weekdays!.split(',').map((day) => dayNames[Number(day) - 1])
  return `${fields.name}, ${fields.start_local}–${fields.end_local}, ${days.join(' ')}${fields.breaks ? `; breaks ${fields.breaks}` : ''}`
}

/** What stands at the plant's only site needs no place in its words. */
const placed = (names: Map<string, string>, { fields }: ModelRecord, words: string) => (names.size > 0 ? `${names.get(fields.node_id ?? '') ?? fields.node_id}: ${words}` : words)

const exceptionWords = ({ fields }: ModelRecord) => `${fields.date}: ${fields.name}, ${fields.kind === 'closed' ? 'closed' : `extra shift ${fields.start_local}–${fields.end_local}`}`

export default async function CalendarPage({ params }: { params: Promise<{ tenant: string }> }) {
  const { tenant } = await requireManager((await params).tenant)
  const [patterns, exceptions, changes, calendars, nodes] = await Promise.all([
    loadRecords(system(), tenant.id, 'shift_pattern'), loadRecords(system(), tenant.id, 'shift_exception'), listChanges(system(), tenant.id), loadCalendars(system(), tenant.id), loadModelTree(system(), tenant.id),
  ])
  const places = nodes.filter(({ level }) => level !== 'equipment').map(({ id, name, depth }) => ({ id, label: `${'\u2003'.repeat(depth)}${name}` }))
  const names = new Map(calendars.length > 1 ? nodes.map(({ id, name }) => [id, name]) : [])
  return (
    <AdminPage title="Shift calendar" summary="When each place is manned. OEE counts planned busy time by it, past days too.">
      <Panel title="Where they hold" note="shifts of the nearest place upwards; exceptions of all of them" flush>
        <DataTable caption="Calendars by place" columns={calendarColumns} rows={calendars} rowKey={({ id }) => id} density="dense" head="plain" empty={<Empty>The plant has no site yet.</Empty>} />
      </Panel>
      <Panel title="Shifts" note="every week">
        <RecordList tenantId={tenant.id} kind="shift_pattern" records={patterns.map((one) => ({ ...one, label: placed(names, one, patternWords(one)) }))} fields={patternFields(places)} empty="No shift yet: without one no time is planned, and OEE is not defined." addLabel="Add shift" />
      </Panel>
      <Panel title="Exceptions" note="holidays and extra shifts">
        <RecordList tenantId={tenant.id} kind="shift_exception" records={exceptions.map((one) => ({ ...one, label: placed(names, one, exceptionWords(one)) }))} fields={exceptionFields(places)} empty="No day is an exception." addLabel="Add exception" />
      </Panel>
      <ModelChanges tenantId={tenant.id} changes={changes} timeZone={tenant.timeZone} now={system().clock.now().toISOString()} />
    </AdminPage>
  )
}

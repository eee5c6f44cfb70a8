import type { Metadata } from 'next'
import { AdminPage } from '@/components/admin/admin-page'
import { ModelChanges } from '@/components/admin/model-changes'
import { exceptionFields, patternFields } from '@/components/admin/record-fields'
import { RecordList } from '@/components/admin/record-list'
import { Panel } from '@/components/ui/panel'
import { requireManager } from '@/lib/auth/manager'
import { listChanges } from '@/lib/plant/model/change-model'
import { loadRecords, type ModelRecord } from '@/lib/plant/model/load-model'
import { system } from '@/lib/system'

export const metadata: Metadata = { title: 'Shift calendar' }

const dayNames = ['', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

function patternWords({ fields }: ModelRecord): string {
  const days = fields.weekdays!.split(',').map((day) => dayNames[Number(day)])
  return `${fields.name}, ${fields.start_local}–${fields.end_local}, ${days.join(' ')}${fields.breaks ? `; breaks ${fields.breaks}` : ''}`
}

const exceptionWords = ({ fields }: ModelRecord) => `${fields.date}: ${fields.name}, ${fields.kind === 'closed' ? 'closed' : `extra shift ${fields.start_local}–${fields.end_local}`}`

export default async function CalendarPage({ params }: { params: Promise<{ tenant: string }> }) {
  const { tenant } = await requireManager((await params).tenant)
  const [patterns, exceptions, changes] = await Promise.all([loadRecords(system(), tenant.id, 'shift_pattern'), loadRecords(system(), tenant.id, 'shift_exception'), listChanges(system(), tenant.id)])
  return (
    <AdminPage title="Shift calendar" summary={`When the plant is manned, in ${tenant.timeZone}. OEE counts planned busy time by it, past days too.`}>
      <Panel title="Shifts" note="every week">
        <RecordList tenantId={tenant.id} kind="shift_pattern" records={patterns.map((one) => ({ ...one, label: patternWords(one) }))} fields={patternFields} empty="No shift yet: without one no time is planned, and OEE is not defined." addLabel="Add shift" />
      </Panel>
      <Panel title="Exceptions" note="holidays and extra shifts">
        <RecordList tenantId={tenant.id} kind="shift_exception" records={exceptions.map((one) => ({ ...one, label: exceptionWords(one) }))} fields={exceptionFields} empty="No day is an exception." addLabel="Add exception" />
      </Panel>
      <ModelChanges tenantId={tenant.id} changes={changes} timeZone={tenant.timeZone} now={system().clock.now().toISOString()} />
    </AdminPage>
  )
}

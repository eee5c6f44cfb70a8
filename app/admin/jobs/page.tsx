import type { Metadata } from 'next'
import { AdminPage } from '@/components/admin/admin-page'
import { adminZone } from '@/components/admin/lease-cells'
import { LiveRefresh } from '@/components/ui/live-refresh'
import { type ColumnView, DataTable } from '@/components/ui/data-table'
import { Empty } from '@/components/ui/empty'
import { formatAge, formatDateClock } from '@/components/ui/format-time'
import { Panel } from '@/components/ui/panel'
import { type FailedJob, loadJobs, type TaskRow } from '@/lib/admin/load-jobs'
import { requirePerson } from '@/lib/auth/current-person'
import { system } from '@/lib/system'

export const metadata: Metadata = { title: 'Jobs' }

export default async function JobsPage() {
  await requirePerson('admin')
  const { tasks, failed } = await loadJobs(system())
  const now = system().clock.now().toISOString()
  const lost = tasks.reduce((sum, { givenUp }) => sum + givenUp, 0)
  return (
    <AdminPage title="Jobs" summary={lost === 0 ? 'No job has run out of tries.' : `${lost} jobs have run out of tries; the sweep of every minute makes what is still needed anew.`}>
      <LiveRefresh everySeconds={5} />
      <Panel title="Queue" note="finished jobs leave it" flush>
        <DataTable caption="Jobs by task" columns={taskColumns(now)} rows={tasks} rowKey={(row) => row.task} empty={<Empty>The queue is empty.</Empty>} />
      </Panel>
      <Panel title="Failed" note={`${failed.length} with an error`} flush>
        <DataTable caption="Jobs with an error" columns={failedColumns} rows={failed} rowKey={(row) => row.id} empty={<Empty>No job in the queue has an error.</Empty>} />
      </Panel>
    </AdminPage>
  )
}

const taskColumns = (now: string): ColumnView<TaskRow>[] => [
  { key: 'task', head: 'Task', cell: (row) => <b>{row.task}</b> },
  { key: 'waiting', head: 'Waiting', align: 'right', cell: (row) => row.waiting },
  { key: 'running', head: 'Running', align: 'right', phone: 'hidden', cell: (row) => row.running },
  { key: 'retrying', head: 'Failed, tried on', align: 'right', phone: 'hidden', cell: (row) => row.retrying },
  { key: 'givenUp', head: 'No tries left', align: 'right', phone: 'hidden', cell: (row) => row.givenUp },
  { key: 'oldest', head: 'Oldest due', align: 'right', phone: 'hidden', cell: (row) => (row.oldestRunAt ? (row.oldestRunAt > now ? `at ${formatDateClock(row.oldestRunAt, adminZone)}` : formatAge(row.oldestRunAt, now, adminZone)) : '—') },
]

const failedColumns: ColumnView<FailedJob>[] = [
  { key: 'task', head: 'Task', cell: (row) => <span><b>{row.task}</b>{row.key && <span className="text-ink-3"> {row.key}</span>}</span> },
  { key: 'tries', head: 'Tries', align: 'right', phone: 'hidden', cell: (row) => `${row.attempts} of ${row.maxAttempts}` },
  { key: 'next', head: 'Next, UTC', phone: 'hidden', cell: (row) => (row.attempts < row.maxAttempts ? formatDateClock(row.runAt, adminZone) : 'none') },
  { key: 'error', head: 'Last error', cell: (row) => <code className="break-words text-small">{row.lastError.split('\n')[0]}</code> },
]

import type { Metadata } from 'next'
import Link from 'next/link'
import { suppressAddress, switchFollowUps } from '@/app/sales/follow-ups/actions'
import { ActionButton } from '@/components/admin/action-button'
import { AdminPage } from '@/components/admin/admin-page'
import { ActionForm } from '@/components/sales/action-form'
import { FollowUpDrawer } from '@/components/sales/follow-up-drawer'
import { DataTable } from '@/components/ui/data-table'
import { Empty } from '@/components/ui/empty'
import { formatNumber } from '@/components/ui/format'
import { formatDate, formatDateClock, formatDuration } from '@/components/ui/format-time'
import { Panel } from '@/components/ui/panel'
import { TextField } from '@/components/ui/text-field'
import { queryText, type Query } from '@/lib/admin/query-text'
import { requirePerson } from '@/lib/auth/current-person'
import { type FollowUpsView, loadFollowUps } from '@/lib/follow-up/load-follow-ups'
import { previewFollowUp } from '@/lib/follow-up/preview'
import { system } from '@/lib/system'

export const metadata: Metadata = { title: 'Follow-ups' }

export default async function FollowUpsPage({ searchParams }: { searchParams: Promise<Query> }) {
  await requirePerson('sales')
  const shown = /^([a-z-]{1,40})\.(\d)$/.exec(queryText(await searchParams, 'mail'))
  const view = await loadFollowUps(system())
  const step = shown && view.sequences.find(({ key }) => key === shown[1])?.steps[Number(shown[2])]
  return (
    <AdminPage
      title="Follow-ups"
      summary="Mails to those who agreed to them, by what they did. Between 8:00 and 19:00 of their own clock, four hours apart at least, until the goal is reached."
      drawer={step && <FollowUpDrawer step={step} content={previewFollowUp(system(), step.sequence, step.step)} />}
    >
      {view.sequences.map((sequence) => (
        <SequencePanel key={sequence.key} sequence={sequence} selected={step ? `${step.sequence}.${step.step}` : null} />
      ))}
      <div className="grid items-start gap-4 xl:grid-cols-2">
        <NextPanel view={view} />
        <SuppressionPanel view={view} />
      </div>
    </AdminPage>
  )
}

function SequencePanel({ sequence: { key, label, goalWords, offSince, steps }, selected }: { sequence: FollowUpsView['sequences'][number]; selected: string | null }) {
  const count = (head: string, of: (step: (typeof steps)[number]) => number, phone?: 'hidden') => ({ key: head, head, align: 'right' as const, phone, width: '8%', cell: (step: (typeof steps)[number]) => formatNumber(of(step)) })
  return (
    <Panel
      title={label}
      note={
        <span className="inline-flex items-center gap-3">
          goal: {goalWords}
          <ActionButton label={offSince ? 'Switch on' : 'Switch off'} busyWord="Switching" action={switchFollowUps} input={{ key, on: String(Boolean(offSince)) }} />
        </span>
      }
      flush
    >
      {offSince && <p className="px-5 pb-2 max-md:px-3.5">Off since {formatDate(offSince, 'UTC')}. Nothing of it is sent.</p>}
      <DataTable
        caption={label}
        head="plain"
        density="dense"
        rows={steps}
        rowKey={({ sequence, step }) => `${sequence}.${step}`}
        selectedKey={selected ?? undefined}
        columns={[
          { key: 'mail', head: 'Mail', width: '28%', cell: ({ sequence, step, subject }) => <Link href={`/sales/follow-ups?mail=${sequence}.${step}`} scroll={false} className="font-semibold hover:underline">{subject}</Link> },
          { key: 'after', head: 'After', phone: 'hidden', width: '8%', cell: ({ afterMinutes }) => <span className="text-ink-2">{formatDuration(afterMinutes * 60)}</span> },
          count('Waiting', ({ waiting }) => waiting, 'hidden'),
          count('Sent', ({ sent }) => sent),
          count('Link followed', ({ followed }) => followed, 'hidden'),
          count('Goal after it', ({ reachedGoal }) => reachedGoal, 'hidden'),
          count('Unsubscribed', ({ unsubscribed }) => unsubscribed, 'hidden'),
          count('Failed', ({ failed }) => failed, 'hidden'),
          { key: 'stopped', head: 'Not sent', phone: 'hidden', cell: ({ stopped }) => <span className="text-ink-2">{stopped.map(({ why, count: of }) => `${of}: ${why}`).join(' ') || '—'}</span> },
        ]}
      />
    </Panel>
  )
}

const NextPanel = ({ view: { next } }: { view: FollowUpsView }) => (
  <Panel title="Going out next" flush>
    <DataTable
      caption="Going out next"
      head="plain"
      density="dense"
      rows={next}
      rowKey={({ id }) => id}
      empty={<Empty>Nothing waits.</Empty>}
      columns={[
        { key: 'to', head: 'To', cell: ({ email }) => email },
        { key: 'what', head: 'Sequence', phone: 'hidden', cell: ({ label }) => <span className="text-ink-2">{label}</span> },
        { key: 'due', head: 'Not before, their clock', cell: ({ dueAt, timeZone }) => formatDateClock(dueAt, timeZone ?? 'UTC') },
      ]}
    />
  </Panel>
)

const SuppressionPanel = ({ view: { suppressions, suppressed } }: { view: FollowUpsView }) => (
  <Panel title="Suppression list" note={`${formatNumber(suppressed)} addresses, kept as hashes`}>
    <p className="mb-3 text-ink-2">No marketing mail goes to these, whatever somebody agrees to. The certificate of a plant still does. An address that its own server refused for good gets nothing until that is lifted under Mail.</p>
    <ActionForm action={suppressAddress} fixed={{}} label="Suppress an address" verb="Add to the list" busyWord="Adding" clears>
      <TextField label="E-mail" name="email" type="email" autoComplete="off" required />
      <TextField label="Why" name="note" maxLength={200} />
    </ActionForm>
    <ul className="mt-4">
      {suppressions.map(({ reason, at, note }, i) => (
        <li key={i} className="flex justify-between gap-3 border-t border-line py-1 text-[13px]">
          <span>
            {reason} {note && <span className="text-ink-2">{note}</span>}
          </span>
          <span className="text-ink-3">{formatDate(at, 'UTC')}</span>
        </li>
      ))}
    </ul>
  </Panel>
)

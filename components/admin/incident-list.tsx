import { close, note } from '@/app/admin/health/actions'
import { ActionButton } from '@/components/admin/action-button'
import { ConfirmInPlace } from '@/components/admin/confirm-in-place'
import { adminZone } from '@/components/admin/lease-cells'
import { Empty } from '@/components/ui/empty'
import { formatDateClock, formatDuration } from '@/components/ui/format-time'
import { TextField } from '@/components/ui/text-field'
import type { IncidentView } from '@/lib/admin/load-health-view'

/** Open ones first; each with what people wrote. */
export function IncidentList({ incidents, now }: { incidents: IncidentView[]; now: string }) {
  if (incidents.length === 0) return <Empty>No incident in thirty days.</Empty>
  const sorted = incidents.toSorted((a, b) => Number(a.closedAt !== null) - Number(b.closedAt !== null))
  return (
    <ol>
      {sorted.map((incident) => (
        <li key={incident.id} className="grid gap-2 border-t border-line px-5 py-3 first:border-t-0 max-md:px-3.5">
          <p>
            <b>{incident.title}</b> <span className="text-ink-2">{lifeOf(incident, now)}</span>
          </p>
          {incident.notes.map(({ id, at, author, text }) => (
            <p key={id} className="text-[13px]">
              <span className="text-ink-3">
                {formatDateClock(at, adminZone)}, {author}:
              </span>{' '}
              {text}
            </p>
          ))}
          <div className="flex flex-wrap items-start gap-2">
            <ConfirmInPlace label="Add a note" question="What is known, or was done?" confirm="Save note" busyWord="Saving" action={note} fixed={{ incidentId: incident.id }}>
              <TextField label="Note" name="text" required maxLength={500} />
            </ConfirmInPlace>
            {!incident.closedAt && incident.openedBy !== 'monitor' && <ActionButton label="Close" busyWord="Closing" action={close} input={{ incidentId: incident.id }} />}
          </div>
        </li>
      ))}
    </ol>
  )
}

function lifeOf({ openedAt, closedAt, openedBy }: IncidentView, now: string): string {
  const seconds = (Date.parse(closedAt ?? now) - Date.parse(openedAt)) / 1000
  const by = openedBy === 'monitor' ? 'measured' : `opened by ${openedBy}`
  return `since ${formatDateClock(openedAt, adminZone)}, ${closedAt ? `closed after ${formatDuration(seconds)}` : `open for ${formatDuration(seconds)}`}, ${by}`
}

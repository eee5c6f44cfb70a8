import { markLeadOn, mergeLeadInto, undoLeadMerge, unmark } from '@/app/sales/leads/actions'
import { ActionButton } from '@/components/admin/action-button'
import { ActionForm } from '@/components/sales/action-form'
import { formatDate } from '@/components/ui/format-time'
import { SelectField } from '@/components/ui/select-field'
import { TextField } from '@/components/ui/text-field'
import type { LeadView } from '@/lib/sales/load-lead'

const marks = [['meeting', 'Meeting', 'meeting.held'], ['pilot', 'Pilot started', 'pilot.started'], ['paid', 'Contract paid', 'contract.paid']] as const

/** Steps that no system sees, marked by hand with the day on which they happened; and who is the same person. */
export function LeadMarks({ lead }: { lead: LeadView }) {
  const { id: leadId, timeline, alike, merged, now } = lead
  const made = marks.flatMap(([mark, label, kind]) => timeline.filter((entry) => entry.kind === kind && entry.id.startsWith('mark-')).map(({ at }) => ({ mark, label, at })))
  return (
    <section className="mt-6 grid gap-5" aria-label="Steps and duplicates">
      <ActionForm action={markLeadOn} fixed={{ leadId }} label="Mark a step" verb="Mark" busyWord="Marking">
        <SelectField label="Step of the sale" name="mark" defaultValue="meeting" options={marks.map(([id, label]) => ({ id, label }))} />
        <TextField label="On" name="on" type="date" defaultValue={now.slice(0, 10)} max={now.slice(0, 10)} />
      </ActionForm>
      {made.length > 0 && (
        <ul>
          {made.map(({ mark, label, at }) => (
            <li key={`${mark} ${at}`} className="flex items-center justify-between gap-3 border-t border-line py-1">
              <span>
                {label}, {formatDate(at, 'UTC')}
              </span>
              <ActionButton label="Take back" busyWord="Taking back" action={unmark} input={{ leadId, mark }} />
            </li>
          ))}
        </ul>
      )}
      {(alike.length > 0 || merged.length > 0) && (
        <div>
          <h3 className="font-semibold">The same person?</h3>
          <ul>
            {merged.map(({ mergeId, email }) => (
              <li key={mergeId} className="flex items-center justify-between gap-3 border-t border-line py-1">
                <span>{email} is merged into this lead</span>
                <ActionButton label="Undo" busyWord="Undoing" action={undoLeadMerge} input={{ mergeId }} />
              </li>
            ))}
            {alike.map(({ id, email, why }) => (
              <li key={id} className="flex items-center justify-between gap-3 border-t border-line py-1">
                <span>
                  {email} <span className="text-small text-ink-3">{why}</span>
                </span>
                <ActionButton label="Merge into this" busyWord="Merging" action={mergeLeadInto} input={{ leadId, otherId: id }} />
              </li>
            ))}
          </ul>
        </div>
      )}
    </section>
  )
}

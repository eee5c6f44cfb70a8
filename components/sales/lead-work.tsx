import { addLeadNote, deleteLeadNote, setLeadNextAction, setLeadOwner } from '@/app/sales/leads/actions'
import { ActionButton } from '@/components/admin/action-button'
import { ActionForm } from '@/components/sales/action-form'
import { formatAge } from '@/components/ui/format-time'
import { SelectField } from '@/components/ui/select-field'
import { TextArea, TextField } from '@/components/ui/text-field'
import type { LeadView } from '@/lib/sales/load-lead'

/** Who looks after the lead, what comes next, what was said. */
export function LeadWork({ lead }: { lead: LeadView }) {
  const { id: leadId, ownerId, owners, nextAction, nextActionOn, notes, now } = lead
  return (
    <section className="mt-6 grid gap-5" aria-label="Work">
      <ActionForm key={`owner ${ownerId}`} action={setLeadOwner} fixed={{ leadId }} label="Owner" verb="Set owner" busyWord="Setting">
        <SelectField label="Owner" name="ownerId" defaultValue={ownerId ?? ''} options={[{ id: '', label: 'Nobody yet' }, ...owners.map(({ id, name }) => ({ id, label: name }))]} />
      </ActionForm>
      <ActionForm key={`next ${nextAction} ${nextActionOn}`} action={setLeadNextAction} fixed={{ leadId }} label="Next action" verb="Save" busyWord="Saving">
        <TextField label="Next action" name="text" defaultValue={nextAction ?? ''} maxLength={200} hint="Empty: nothing to do." />
        <TextField label="By" name="on" type="date" defaultValue={nextActionOn ?? ''} />
      </ActionForm>
      <ActionForm action={addLeadNote} fixed={{ leadId }} label="Note" verb="Add note" busyWord="Adding" clears>
        <TextArea label="Note" name="text" rows={3} maxLength={4000} required />
      </ActionForm>
      <ul>
        {notes.map(({ id: noteId, at, author, text, deleted }) => (
          <li key={noteId} className="border-t border-line py-2">
            {deleted ? <p className="text-ink-3">Deleted.</p> : <p className="whitespace-pre-wrap">{text}</p>}
            <div className="flex items-center justify-between gap-3 text-small text-ink-3">
              <span>
                {author}, {formatAge(at, now, 'UTC')}
              </span>
              <ActionButton label={deleted ? 'Undo' : 'Delete'} busyWord={deleted ? 'Restoring' : 'Deleting'} action={deleteLeadNote} input={{ leadId, noteId, deleted: String(!deleted) }} />
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}

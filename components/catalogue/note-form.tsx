'use client'

import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { FieldError } from '@/components/ui/field'
import { TextArea, TextField } from '@/components/ui/text-field'
import type { TableNoteInput } from '@/lib/catalogue/table-notes'

interface Props {
  note: TableNoteInput
  allTerms: string[]
  problem: string
  onSay: (wanted: TableNoteInput) => Promise<void>
  onCancel: () => void
}

export function NoteForm({ note, allTerms, problem, onSay, onCancel }: Props) {
  const [busy, setBusy] = useState(false)
  async function submit(form: FormData) {
    setBusy(true)
    await onSay({ ...note, owner: String(form.get('owner')), description: String(form.get('description')), tags: list(form, 'tags'), terms: list(form, 'terms') })
    setBusy(false)
  }
  return (
    <form className="catalogue-edit" onSubmit={(event) => { event.preventDefault(); void submit(new FormData(event.currentTarget)) }}>
      <TextField label="Owner" name="owner" defaultValue={note.owner} maxLength={120} hint="Who answers for it: a person or a team" autoFocus />
      <TextArea label="Description" name="description" defaultValue={note.description} maxLength={2000} />
      <TextField label="Tags" name="tags" defaultValue={note.tags.join(', ')} hint="Separated by commas" />
      <TextField label="Glossary terms" name="terms" defaultValue={note.terms.join(', ')} list="catalogue-terms" hint="Words of the glossary that it speaks of, separated by commas" />
      <datalist id="catalogue-terms">{allTerms.map((term) => <option key={term} value={term} />)}</datalist>
      {problem && <FieldError>{problem}</FieldError>}
      <div className="catalogue-buttons">
        <Button type="submit" variant="primary" busy={busy} busyWord="Saving">Save</Button>
        <Button variant="text" onClick={onCancel}>Cancel</Button>
      </div>
    </form>
  )
}

const list = (form: FormData, name: string): string[] => String(form.get(name)).split(',').map((word) => word.trim()).filter(Boolean)

'use client'

import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { TextArea, TextField } from '@/components/ui/text-field'

interface Props {
  /** The one that is said anew; null: a new one. */
  word: { name: string; meaning: string } | null
  /** Answers whether it was kept. */
  onKeep: (word: { name: string; meaning: string }) => Promise<boolean>
  onCancel?: () => void
}

export function WordForm({ word, onKeep, onCancel }: Props) {
  const [busy, setBusy] = useState(false)
  async function submit(form: HTMLFormElement) {
    const data = new FormData(form)
    setBusy(true)
    const isKept = await onKeep({ name: word?.name ?? String(data.get('name')), meaning: String(data.get('meaning')) })
    setBusy(false)
    if (isKept) form.reset()
  }
  return (
    <form className="catalogue-edit" onSubmit={(event) => { event.preventDefault(); void submit(event.currentTarget) }}>
      {!word && <TextField label="Word" name="name" required maxLength={40} />}
      <TextArea label="Meaning" name="meaning" rows={2} required maxLength={500} defaultValue={word?.meaning} />
      <div className="catalogue-buttons">
        <Button type="submit" busy={busy} busyWord="Saving">{word ? 'Save' : 'Add'}</Button>
        {onCancel && <Button variant="text" onClick={onCancel}>Cancel</Button>}
      </div>
    </form>
  )
}

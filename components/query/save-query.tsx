'use client'

import { type FormEvent, useState } from 'react'
import { keepQuery } from '@/app/(portal)/query/actions'
import { Button } from '@/components/ui/button'
import { TextField } from '@/components/ui/text-field'
import type { SavedQuery } from '@/lib/generated/prisma/client'
import { askAction } from '@/lib/http/ask-action'

export function SaveQuery({ sql, onSaved }: { sql: string; onSaved: (saved: SavedQuery) => void }) {
  const [name, setName] = useState('')
  const [error, setError] = useState<string | undefined>()
  const [busy, setBusy] = useState(false)
  async function save(event: FormEvent) {
    event.preventDefault()
    setBusy(true)
    const result = await askAction(keepQuery, { name, sql })
    setBusy(false)
    setError(result.ok ? undefined : result.message)
    if (!result.ok) return
    onSaved(result.value)
    setName('')
  }
  return (
    <form className="query-save" onSubmit={(event) => void save(event)}>
      <TextField label="Name of the query" labelHidden placeholder="Name, to save it" size="small" value={name} error={error} maxLength={80} onChange={(event) => setName(event.target.value)} />
      <Button type="submit" size="small" busy={busy} disabledReason={name.trim() === '' ? 'Give the query a name first.' : undefined}>
        Save
      </Button>
    </form>
  )
}

'use client'

import { useState } from 'react'
import { forgetQuery, keepQuery } from '@/app/(portal)/query/actions'
import { Button } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import type { SavedQuery } from '@/lib/generated/prisma/client'
import { askAction } from '@/lib/http/ask-action'

interface Props {
  saved: SavedQuery[]
  me: string
  onChange: (saved: SavedQuery[]) => void
  onOpen: (sql: string) => void
}

/** Queries of the whole plant; one's own can be removed, and brought back at once. */
export function SavedList({ saved, me, onChange, onOpen }: Props) {
  const [removed, setRemoved] = useState<{ name: string; sql: string } | null>(null)
  async function remove({ id }: SavedQuery) {
    const result = await askAction(forgetQuery, { id })
    if (!result.ok) return
    setRemoved(result.value)
    onChange(saved.filter((one) => one.id !== id))
  }
  async function bringBack(gone: { name: string; sql: string }) {
    const result = await askAction(keepQuery, gone)
    if (!result.ok) return
    setRemoved(null)
    onChange([...saved, result.value].toSorted((a, b) => a.name.localeCompare(b.name)))
  }
  return (
    <>
      {removed && (
        <p className="query-note" role="status">
          {removed.name} is removed. <Button size="small" variant="text" onClick={() => void bringBack(removed)}>Undo</Button>
        </p>
      )}
      {saved.length === 0 && !removed && <Empty>Nothing is saved yet. A saved query is there for everybody of the plant.</Empty>}
      <ul className="query-list">
        {saved.map((one) => (
          <li key={one.id}>
            <button type="button" className="query-open" onClick={() => onOpen(one.sql)} title={one.sql}>
              {one.name}
              <small>{one.savedBy}</small>
            </button>
            {one.savedBy === me && (
              <Button size="small" variant="text" aria-label={`Remove ${one.name}`} onClick={() => void remove(one)}>
                Remove
              </Button>
            )}
          </li>
        ))}
      </ul>
    </>
  )
}

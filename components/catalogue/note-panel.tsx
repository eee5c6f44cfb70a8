'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { sayOfTable } from '@/app/(portal)/catalog/actions'
import { NoteForm } from '@/components/catalogue/note-form'
import { Button } from '@/components/ui/button'
import { Panel } from '@/components/ui/panel'
import { Tag } from '@/components/ui/tag'
import { TermList } from '@/components/ui/term-list'
import type { NoteChange, TableNoteInput } from '@/lib/catalogue/table-notes'
import { askAction } from '@/lib/http/ask-action'

interface Props {
  note: TableNoteInput
  terms: { name: string; meaning: string; source: string }[]
  allTerms: string[]
  mayEdit: boolean
}

/** Owner, description, tags and terms; who may changes them and takes it back. */
export function NotePanel({ note: first, terms, allTerms, mayEdit }: Props) {
  const router = useRouter()
  const [note, setNote] = useState(first)
  const [isEditing, setEditing] = useState(false)
  const [changed, setChanged] = useState<NoteChange | null>(null)
  const [problem, setProblem] = useState('')
  async function say(wanted: TableNoteInput) {
    const result = await askAction(sayOfTable, wanted)
    if (!result.ok) return setProblem(result.message)
    setProblem('')
    setNote(result.value.after)
    setChanged(result.value)
    setEditing(false)
    router.refresh()
  }
  const undo = async ({ before, after }: NoteChange) => {
    await say({ ...before, version: after.version })
    setChanged(null)
  }
  return (
    <Panel title="Who and what" note={mayEdit && !isEditing && <Button size="small" onClick={() => setEditing(true)}>Edit</Button>}>
      {changed && !isEditing && (
        <p role="status" className="mb-3">Changed. <Button size="small" variant="text" onClick={() => void undo(changed)}>Undo</Button></p>
      )}
      {isEditing ? (
        <NoteForm note={note} allTerms={allTerms} problem={problem} onSay={say} onCancel={() => setEditing(false)} />
      ) : (
        <TermList
          termWidth={96}
          terms={[
            { term: 'Owner', detail: note.owner || <span className="text-ink-3">nobody yet</span> },
            { term: 'Description', detail: note.description || <span className="text-ink-3">nothing is said yet</span> },
            { term: 'Tags', detail: note.tags.length > 0 ? <span className="catalogue-tags">{note.tags.map((tag) => <Tag key={tag}>{tag}</Tag>)}</span> : <span className="text-ink-3">none</span> },
            ...terms.map(({ name, meaning, source }) => ({ term: name, detail: meaning, detailNote: source })),
          ]}
        />
      )}
    </Panel>
  )
}

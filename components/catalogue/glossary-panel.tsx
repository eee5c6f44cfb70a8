'use client'

import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { forgetWord, keepWord } from '@/app/(portal)/catalog/actions'
import { WordForm } from '@/components/catalogue/word-form'
import { Button } from '@/components/ui/button'
import { FieldError } from '@/components/ui/field'
import { Panel } from '@/components/ui/panel'
import type { GlossaryEntry } from '@/lib/catalogue/glossary'
import { askAction } from '@/lib/http/ask-action'

type Word = { name: string; meaning: string }

/** Words of the field and of the plant; one's plant's can be said anew and removed, and brought back at once. */
export function GlossaryPanel({ words, mayEdit }: { words: GlossaryEntry[]; mayEdit: boolean }) {
  const router = useRouter()
  const [edited, setEdited] = useState<Word | null>(null)
  const [removed, setRemoved] = useState<Word | null>(null)
  const [problem, setProblem] = useState('')
  async function keep(word: Word): Promise<boolean> {
    const result = await askAction(keepWord, word)
    setProblem(result.ok ? '' : result.message)
    if (!result.ok) return false
    setEdited(null)
    setRemoved(null)
    router.refresh()
    return true
  }
  async function remove(name: string) {
    const result = await askAction(forgetWord, { name })
    setProblem(result.ok ? '' : result.message)
    if (!result.ok) return
    setRemoved(result.value)
    router.refresh()
  }
  return (
    <>
      {mayEdit && (
        <Panel title={edited ? `What ${edited.name} means` : 'Add a word of this plant'}>
          <WordForm key={edited?.name ?? ''} word={edited} onKeep={keep} onCancel={edited ? () => setEdited(null) : undefined} />
          {problem && <FieldError>{problem}</FieldError>}
        </Panel>
      )}
      <Panel title="Words" note={`${words.length}`} flush>
        {removed && (
          <p role="status" className="px-5 py-2">{removed.name} is removed. <Button size="small" variant="text" onClick={() => void keep(removed)}>Undo</Button></p>
        )}
        <ul className="rows">
          {words.map(({ name, meaning, source, tables, isOwn }) => (
            <li key={name} className="row">
              <div className="glossary-word">
                <p><strong>{name}</strong> <span className="text-small text-ink-3">{source}</span></p>
                <p className="max-w-[68ch]">{meaning}</p>
                {tables.length > 0 && <small>{tables.map((table, i) => <span key={table}>{i > 0 && ', '}<Link href={`/catalog/${table}`}>{table}</Link></span>)}</small>}
              </div>
              {isOwn && mayEdit && (
                <div className="catalogue-buttons">
                  <Button size="small" variant="text" aria-label={`Change ${name}`} onClick={() => setEdited({ name, meaning })}>Change</Button>
                  <Button size="small" variant="text" aria-label={`Remove ${name}`} onClick={() => void remove(name)}>Remove</Button>
                </div>
              )}
            </li>
          ))}
        </ul>
      </Panel>
    </>
  )
}

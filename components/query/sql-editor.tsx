'use client'

import { closeCompletion } from '@codemirror/autocomplete'
import { PostgreSQL, sql, type SQLNamespace } from '@codemirror/lang-sql'
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import { Prec } from '@codemirror/state'
import { EditorView, keymap } from '@codemirror/view'
import { tags } from '@lezer/highlight'
import { basicSetup } from 'codemirror'
import { useEffect, useRef } from 'react'

interface Props {
  /** What it begins with; a new `key` begins anew. */
  initial: string
  schema: SQLNamespace
  onChange: (text: string) => void
  onRun: () => void
  /** Told how to put text where the cursor stands. */
  onReady: (insert: (text: string) => void) => void
}

const looks = HighlightStyle.define([
  { tag: tags.keyword, color: 'var(--accent)', fontWeight: '600' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--ink-2)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--accent-strong)' },
  { tag: tags.comment, color: 'var(--ink-3)', fontStyle: 'italic' },
])

// Of the editor and not of a style sheet: its own defaults stand outside the page's layers and would win.
const theme = EditorView.theme({
  '&': { minHeight: '168px', maxHeight: '50vh', fontSize: '13px', color: 'var(--ink)', background: 'var(--raised)' },
  '&.cm-focused': { outline: '2px solid var(--focus)', outlineOffset: '-2px' },
  '.cm-scroller': { fontFamily: 'var(--font-mono)', lineHeight: '20px' },
  '.cm-gutters': { background: 'var(--sunken)', color: 'var(--ink-3)', border: '0' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.cm-activeLine': { background: 'transparent' },
  '.cm-activeLineGutter': { background: 'var(--surface)' },
  '.cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground': { background: 'var(--accent-soft)' },
  '.cm-tooltip': { background: 'var(--raised)', color: 'var(--ink)', border: '1px solid var(--line-strong)' },
  // Its signs are of a font that not every machine has.
  '.cm-completionIcon': { display: 'none' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { background: 'var(--accent)', color: 'var(--on-accent)' },
  '.cm-panels': { background: 'var(--surface)', color: 'var(--ink)' },
})

/** Text with colours and completion of tables and columns. Tab leaves it, as every field; Ctrl+Enter runs. */
export default function SqlEditor({ initial, schema, onChange, onRun, onReady }: Props) {
  const host = useRef<HTMLDivElement>(null)
  const latest = useRef({ onChange, onRun })
  useEffect(() => {
    latest.current = { onChange, onRun }
  })
  useEffect(() => {
    const run = (view: EditorView) => {
      closeCompletion(view)
      latest.current.onRun()
      return true
    }
    const view = new EditorView({
      parent: host.current!,
      doc: initial,
      extensions: [
        Prec.highest(keymap.of([{ key: 'Mod-Enter', run }])),
        basicSetup,
        sql({ dialect: PostgreSQL, schema, upperCaseKeywords: true }),
        syntaxHighlighting(looks),
        theme,
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ 'aria-label': 'SQL query' }),
        // Styles of the editor carry the page's own nonce: the policy lets no others in.
        EditorView.cspNonce.of(document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce ?? ''),
        EditorView.updateListener.of((update) => update.docChanged && latest.current.onChange(update.state.doc.toString())),
      ],
    })
    onReady((text) => {
      view.dispatch(view.state.replaceSelection(text))
      view.focus()
    })
    return () => view.destroy()
    // A new `key` brings another text; the rest stands for the life of the page.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [])
  return <div ref={host} className="sql-editor" />
}

'use client'

import { Upload } from 'lucide-react'
import { type DragEvent, useId, useState } from 'react'
import { FieldError } from '@/components/ui/field'
import { decodeText } from '@/lib/tools/decode-text'

const mostBytes = 8 * 1024 * 1024

/** Takes a text file by choice or by drop and reads it in the browser; nothing is sent. */
export function FileDrop({ label, onText }: { label: string; onText: (text: string, name: string) => void }) {
  const [problem, setProblem] = useState<string | null>(null)
  const [isOver, setOver] = useState(false)
  const id = useId()

  async function take(file: File | undefined) {
    if (!file) return
    if (file.size > mostBytes) return setProblem(`${file.name} has ${(file.size / 1024 / 1024).toFixed(1)} MB; 8 MB are taken. Send fewer columns or rows.`)
    if (/\.(xlsx?|ods|pdf)$/i.test(file.name)) return setProblem('Save the sheet as CSV first, or paste the cells.')
    const text = decodeText(new Uint8Array(await file.arrayBuffer()))
    setProblem(text.ok ? null : `${file.name}: ${text.refusal.message}`)
    if (text.ok) onText(text.value, file.name)
  }

  function onDrop(event: DragEvent) {
    event.preventDefault()
    setOver(false)
    void take(event.dataTransfer.files[0])
  }

  return (
    <div>
      <label htmlFor={id} className="file-drop" data-over={isOver || undefined} onDragOver={(event) => { event.preventDefault(); setOver(true) }} onDragLeave={() => setOver(false)} onDrop={onDrop}>
        <Upload size={16} strokeWidth={1.75} aria-hidden />
        <span>{label}</span>
        <input id={id} type="file" accept=".csv,.tsv,.txt,text/csv,text/plain" className="sr-only" onChange={(event) => { void take(event.target.files?.[0]); event.target.value = '' }} />
      </label>
      {problem && <FieldError>{problem}</FieldError>}
    </div>
  )
}

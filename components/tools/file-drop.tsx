'use client'

import { Upload } from 'lucide-react'
import { type DragEvent, useId, useState } from 'react'
import { FieldError } from '@/components/ui/field'

const mostBytes = 8 * 1024 * 1024

/** UTF-16 as Excel's "Unicode text" writes it, UTF-8, or the old Windows code page where it is neither. */
async function readText(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

/** Takes a text file by choice or by drop and reads it in the browser; nothing is sent. */
export function FileDrop({ label, onText }: { label: string; onText: (text: string, name: string) => void }) {
  const [problem, setProblem] = useState<string | null>(null)
  const [isOver, setOver] = useState(false)
  const id = useId()

  async function take(file: File | undefined) {
    if (!file) return
    if (file.size > mostBytes) return setProblem(`${file.name} has ${(file.size / 1024 / 1024).toFixed(1)} MB; 8 MB are taken. Send fewer columns or rows.`)
    if (/\.(xlsx?|ods|pdf)$/i.test(file.name)) return setProblem('Save the sheet as CSV first, or paste the cells.')
    setProblem(null)
    onText(await readText(file), file.name)
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

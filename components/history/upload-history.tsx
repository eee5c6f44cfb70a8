'use client'

import { useRouter } from 'next/navigation'
import { useRef, useState } from 'react'
import { beginHistory, lookAtHistory } from '@/app/(portal)/data/history/actions'
import { putWithProgress } from '@/components/portal/put-with-progress'
import { Button } from '@/components/ui/button'
import { FieldError } from '@/components/ui/field'
import { Level } from '@/components/ui/level'
import { SelectField } from '@/components/ui/select-field'
import { askAction } from '@/lib/http/ask-action'

/** Chooses a file, puts it into the plant's object space, and goes on to its page. */
export function UploadHistory({ largestBytes, tables }: { largestBytes: number; tables: { type: string; title: string }[] }) {
  const [kind, setKind] = useState('readings')
  const chooser = useRef<HTMLInputElement>(null)
  const [share, setShare] = useState<number | null>(null)
  const [problem, setProblem] = useState('')
  const router = useRouter()
  async function upload(file: File) {
    setProblem('')
    if (file.size > largestBytes) return setProblem(`${file.name} has ${Math.ceil(file.size / 1e6)} MB; a file may have ${largestBytes / 1e6} MB. Split it.`)
    setShare(0)
    const begun = await askAction(beginHistory, { name: file.name, bytes: file.size, kind })
    if (!begun.ok) return stop(begun.message)
    const arrived = await putWithProgress(begun.value.link, file, setShare).then(() => true, () => false)
    if (!arrived) return stop(`${file.name} did not arrive. Nothing was stored; choose it again.`)
    const looked = await askAction(lookAtHistory, { id: begun.value.id })
    if (!looked.ok) return stop(looked.message)
    router.push(`/data/history/${begun.value.id}`)
  }
  function stop(words: string) {
    setShare(null)
    setProblem(words)
    if (chooser.current) chooser.current.value = ''
  }
  return (
    <div className="grid gap-3">
      <SelectField label="What the file holds" className="max-w-[320px]" value={kind} options={[{ id: 'readings', label: 'Readings of signals' }, ...tables.map(({ type, title }) => ({ id: type, label: title }))]} onChange={(event) => setKind(event.target.value)} />
      {kind !== 'readings' && <p className="text-small"><a href={`/data/history/template?kind=${kind}`}>Template as CSV</a>: the columns, and one row with names of this plant</p>}
      <input
        ref={chooser}
        type="file"
        accept=".csv,.txt,.tsv,.parquet"
        className="sr-only"
        aria-label="File of history"
        tabIndex={-1}
        onChange={(event) => {
          const [file] = event.target.files ?? []
          if (file) void upload(file)
        }}
      />
      <Button variant="primary" className="justify-self-start" busy={share !== null} busyWord={`Uploading, ${Math.round((share ?? 0) * 100)} %`} onClick={() => chooser.current?.click()}>
        Choose a file
      </Button>
      {share !== null && <Level ratio={share} label="Uploaded" tone="accent" height={5} />}
      {problem && <FieldError>{problem}</FieldError>}
    </div>
  )
}

'use client'

import { useRouter } from 'next/navigation'
import { useRef, useState } from 'react'
import { uploadLink } from '@/app/(portal)/data/actions'
import { putWithProgress } from '@/components/portal/put-with-progress'
import { Button } from '@/components/ui/button'
import { FieldError } from '@/components/ui/field'

/** Chooses a file and puts it into the plant's object space, from the browser straight to the store. */
export function UploadFile({ largestBytes }: { largestBytes: number }) {
  const chooser = useRef<HTMLInputElement>(null)
  const [share, setShare] = useState<number | null>(null)
  const [said, setSaid] = useState('')
  const [problem, setProblem] = useState('')
  const router = useRouter()
  async function upload(file: File) {
    setSaid('')
    setProblem('')
    if (file.size > largestBytes) return setProblem(`${file.name} has ${Math.ceil(file.size / 1e6)} MB; a file may have ${largestBytes / 1e6} MB.`)
    setShare(0)
    try {
      const link = await uploadLink({ name: file.name, bytes: file.size })
      if (!link.ok) return setProblem(link.message)
      await putWithProgress(link.value, file, setShare)
      setSaid(`${file.name} is in your object space, under uploads.`)
      router.refresh()
    } catch {
      setProblem(`${file.name} did not arrive. Nothing was stored; choose it again.`)
    } finally {
      setShare(null)
      if (chooser.current) chooser.current.value = ''
    }
  }
  return (
    <div className="panel-body flex flex-wrap items-center gap-3">
      <input
        ref={chooser}
        type="file"
        className="sr-only"
        aria-label="File to upload"
        tabIndex={-1}
        onChange={(event) => {
          const [file] = event.target.files ?? []
          if (file) void upload(file)
        }}
      />
      <Button size="small" busy={share !== null} busyWord={`Uploading, ${Math.round((share ?? 0) * 100)} %`} onClick={() => chooser.current?.click()}>
        Upload a file
      </Button>
      <span role="status" className="text-small text-ink-2">
        {said}
      </span>
      {problem && <FieldError>{problem}</FieldError>}
    </div>
  )
}

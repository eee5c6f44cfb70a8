'use client'

import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import { tellFinding } from '@/app/(portal)/findings/actions'
import { Button } from '@/components/ui/button'
import { FieldError } from '@/components/ui/field'
import { SelectField } from '@/components/ui/select-field'
import { askAction } from '@/lib/http/ask-action'
import type { FindingVerdict } from '@/lib/plant/report-finding'

interface Props {
  places: { id: string; label: string }[]
  kinds: { id: string; label: string }[]
}

/** "I see this, there": answered at once, and a miss costs nothing. */
export function FindingForm({ places, kinds }: Props) {
  const [busy, setBusy] = useState(false)
  const [verdict, setVerdict] = useState<FindingVerdict | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const router = useRouter()

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    setBusy(true)
    const result = await askAction(tellFinding, { nodeId: String(form.get('nodeId')), kind: String(form.get('kind')) as never })
    setBusy(false)
    setProblem(result.ok ? null : result.message)
    setVerdict(result.ok ? result.value : null)
    if (result.ok && result.value.found) router.refresh()
  }

  return (
    <form onSubmit={(event) => void submit(event)} className="grid max-w-[520px] gap-3">
      <SelectField label="Where" name="nodeId" placeholder="Choose a place" options={places} required />
      <SelectField label="What you see" name="kind" placeholder="Choose what it is" options={kinds} required />
      {problem && <FieldError>{problem}</FieldError>}
      <div>
        <Button type="submit" variant="primary" busy={busy} busyWord="Checking">
          Check it
        </Button>
      </div>
      {verdict && <Verdict verdict={verdict} />}
    </form>
  )
}

function Verdict({ verdict }: { verdict: FindingVerdict }) {
  if (!verdict.found) {
    return (
      <p role="status">
        The data do not say so. {verdict.hint ? <>A hint: {verdict.hint}</> : 'Nothing is counted against you; look again.'}
      </p>
    )
  }
  return (
    <div role="status" className="border-l-4 border-accent pl-4">
      <p className="font-semibold">{verdict.isNew ? 'Yes.' : 'Yes, and you had found it already.'} {verdict.title}.</p>
      <p className="mt-1 text-ink-2">{verdict.explanation}</p>
    </div>
  )
}

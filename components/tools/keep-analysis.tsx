'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { saveHere } from '@/app/(portal)/analyses/actions'
import { carry } from '@/components/tools/carried'
import { Button } from '@/components/ui/button'
import { FieldError } from '@/components/ui/field'
import { TextField } from '@/components/ui/text-field'
import { askAction } from '@/lib/http/ask-action'
import { type Analysis, analysisSchema } from '@/lib/tools/analysis'
import type { AnalysisKind } from '@/lib/tools/analysis-kinds'

/** Where a tool stands: on the site, or in a plant, where `id` is the analysis that is open. */
export type ToolPlace = { on: 'site' } | { on: 'plant'; id?: string; name?: string }

interface Props {
  kind: AnalysisKind
  fields: Record<string, string>
  place: ToolPlace
}

/** Takes what stands in a tool along: into a demo plant, or into the plant's own analyses. */
export function KeepAnalysis({ kind, fields, place }: Props) {
  return place.on === 'site' ? <Carry kind={kind} fields={fields} /> : <Save kind={kind} fields={fields} id={place.id} name={place.name} />
}

function Carry({ kind, fields }: Omit<Props, 'place'>) {
  const [problem, setProblem] = useState<string | null>(null)
  const router = useRouter()

  function take() {
    const analysis = { kind, name: 'From the site', fields } satisfies Analysis
    const checked = analysisSchema.safeParse(analysis)
    setProblem(checked.success ? null : checked.error.issues[0]!.message)
    if (!checked.success) return
    carry(analysis)
    router.push('/#request')
  }

  return (
    <div className="grid justify-items-start gap-2">
      <Button variant="primary" onClick={take}>
        Keep working on this in a demo
      </Button>
      {problem && <FieldError>{problem}</FieldError>}
      <p className="text-small text-ink-3">What stands in the fields comes along into your plant and is deleted with it.</p>
    </div>
  )
}

function Save({ kind, fields, id, name = '' }: Omit<Props, 'place'> & { id?: string; name?: string }) {
  const [words, setWords] = useState(name)
  const [state, setState] = useState<{ busy: boolean; problem: string | null; saved: boolean }>({ busy: false, problem: null, saved: false })
  const router = useRouter()

  async function save() {
    setState({ busy: true, problem: null, saved: false })
    const result = await askAction(saveHere, { analysis: { kind, name: words, fields }, id })
    setState({ busy: false, problem: result.ok ? null : result.message, saved: result.ok })
    if (result.ok && result.value !== id) router.push(`/analyses/${result.value}`)
    else router.refresh()
  }

  return (
    <div className="flex flex-wrap items-end gap-3" data-not-taken>
      <TextField label="Name" value={words} maxLength={120} onChange={(event) => setWords(event.target.value)} size="small" />
      <Button size="small" busy={state.busy} busyWord="Saving" onClick={() => void save()}>
        {id ? 'Save' : 'Keep it'}
      </Button>
      <span role="status">{state.saved && 'Saved.'}</span>
      {state.problem && <FieldError>{state.problem}</FieldError>}
    </div>
  )
}

'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { addSource } from '@/app/(portal)/data/actions'
import { SourceTable } from '@/components/portal/source-table'
import { Button } from '@/components/ui/button'
import { Panel } from '@/components/ui/panel'
import { TextField } from '@/components/ui/text-field'
import { askAction } from '@/lib/http/ask-action'
import type { NewSource, SourceView } from '@/lib/telemetry/ingest-source'

interface Props {
  endpoint: string
  sources: SourceView[]
  signal: { id: string; unit: string; highLimit: number | null } | null
  timeZone: string
  mayChange: boolean
}

/** How sensors and systems send readings to this plant. */
export function IngestPanel({ endpoint, sources, signal, timeZone, mayChange }: Props) {
  const [name, setName] = useState('')
  const [busy, setBusy] = useState(false)
  const [made, setMade] = useState<NewSource | null>(null)
  const [problem, setProblem] = useState<string | undefined>()
  const router = useRouter()
  async function add() {
    setBusy(true)
    const result = await askAction(addSource, { name })
    setBusy(false)
    setProblem(result.ok ? undefined : result.message)
    if (!result.ok) return
    setMade(result.value)
    setName('')
    router.refresh()
  }
  const body = JSON.stringify({ signal: signal?.id ?? 'signal', v: (signal?.highLimit ?? 1) + 1, unit: signal?.unit })
  return (
    <Panel title="Send readings" note={`${sources.length} ${sources.length === 1 ? 'source' : 'sources'}`}>
      <div className="grid gap-4">
        <p>
          A sensor, a historian or a script posts its readings as JSON to <code>{endpoint}</code>, signed as a Standard Webhook or with the API key of its source.
          {signal?.highLimit != null && ' The example is beyond the limit of its signal: it raises an alarm.'}
        </p>
        {sources.length > 0 && <SourceTable sources={sources} timeZone={timeZone} mayChange={mayChange} />}
        {mayChange && (
          <form
            className="flex flex-wrap items-end gap-3"
            onSubmit={(event) => {
              event.preventDefault()
              void add()
            }}
          >
            <TextField label="Name of the source" value={name} onChange={(event) => setName(event.target.value)} error={problem} />
            <Button type="submit" busy={busy} busyWord="Adding">
              Add source
            </Button>
          </form>
        )}
        {made && (
          <div role="status" className="grid gap-2 border-l-4 border-accent pl-3">
            <p>Copy these now: the API key is not shown again.</p>
            <p>
              API key <code data-what="api-key" className="break-all">{made.apiKey}</code>
            </p>
            <p>
              Signing secret <code className="break-all">{made.secret}</code>, for source <code>{made.id}</code>
            </p>
            <pre className="overflow-x-auto" tabIndex={0} aria-label="Example">{`curl -X POST ${endpoint} \\\n  -H 'Authorization: Bearer ${made.apiKey}' \\\n  -d '${body}'`}</pre>
          </div>
        )}
      </div>
    </Panel>
  )
}

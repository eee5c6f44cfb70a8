'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { removeKnownSource, rotateSourceSecret } from '@/app/(portal)/data/actions'
import { Button } from '@/components/ui/button'
import { ConfirmInPlace } from '@/components/ui/confirm-in-place'
import { DataTable } from '@/components/ui/data-table'
import { FieldError } from '@/components/ui/field'
import { formatDate, formatDateClock } from '@/components/ui/format-time'
import type { SourceView } from '@/lib/telemetry/ingest-source'

interface Props {
  sources: SourceView[]
  timeZone: string
  mayChange: boolean
}

const steps = {
  rotate: { question: 'Make a new secret? The present one is taken for another 24 h.', verb: 'Make a new one', busyWord: 'Making' },
  remove: { question: 'Remove it? Nothing more is taken from it; what it sent stays.', verb: 'Remove', busyWord: 'Removing' },
}

/** Who sends readings to this plant. A new secret is shown once, where it was asked for. */
export function SourceTable({ sources, timeZone, mayChange }: Props) {
  const [asked, setAsked] = useState<{ id: string; step: keyof typeof steps } | null>(null)
  const [busy, setBusy] = useState(false)
  const [secret, setSecret] = useState<{ id: string; secret: string } | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const router = useRouter()

  async function take(id: string, step: keyof typeof steps) {
    setBusy(true)
    const result = step === 'rotate' ? await rotateSourceSecret({ id }) : await removeKnownSource({ id })
    setBusy(false)
    setProblem(result.ok ? null : result.message)
    if (!result.ok) return
    setSecret(result.value ? { id, secret: result.value.secret } : null)
    setAsked(null)
    router.refresh()
  }

  const stepsOf = ({ id, name, standsIn }: SourceView) =>
    standsIn ? null : asked?.id === id ? (
      <ConfirmInPlace {...steps[asked.step]} busy={busy} onYes={() => void take(id, asked.step)} onNo={() => setAsked(null)} />
    ) : (
      <span className="flex flex-wrap justify-end gap-2">
        <Button size="small" aria-label={`New secret for ${name}`} onClick={() => setAsked({ id, step: 'rotate' })}>New secret</Button>
        <Button size="small" aria-label={`Remove ${name}`} onClick={() => setAsked({ id, step: 'remove' })}>Remove</Button>
      </span>
    )
  return (
    <>
      <DataTable
        caption="Sources"
        rows={sources}
        rowKey={({ id }) => id}
        head="plain"
        density="dense"
        columns={[
          { key: 'name', head: 'Source', cell: ({ id, name, standsIn }) => <span>{name}<br />{standsIn ? <span className="text-small text-ink-2">gives way for 10 min to a source that feeds the same signal</span> : <code className="text-small text-ink-2">{id}</code>}</span> },
          { key: 'made', head: 'Added', phone: 'hidden', cell: ({ createdAt }) => formatDate(createdAt, timeZone) },
          { key: 'secret', head: 'Secret', phone: 'hidden', cell: ({ secretVersion, previousUntil, standsIn }) => standsIn ? '—' : `No. ${secretVersion}${previousUntil ? `, the one before until ${formatDateClock(previousUntil, timeZone)}` : ''}` },
          ...(mayChange ? [{ key: 'steps', head: <span className="sr-only">Steps</span>, align: 'right' as const, cell: stepsOf }] : []),
        ]}
      />
      {problem && <FieldError>{problem}</FieldError>}
      {secret && (
        <div role="status" className="grid gap-2 border-l-4 border-accent pl-3">
          <p>The new signing secret of {sources.find(({ id }) => id === secret.id)?.name}. Copy it into the sender; the one before is taken for another 24 h.</p>
          <code className="break-all">{secret.secret}</code>
        </div>
      )}
    </>
  )
}

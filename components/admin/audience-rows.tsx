'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { showTo } from '@/app/manage/[tenant]/dashboards/actions'
import { FieldError } from '@/components/ui/field'
import { askAction } from '@/lib/http/ask-action'
import type { AudienceRole } from '@/lib/people/dashboard-audience'

interface Entry {
  id: string
  name: string
  summary: string
  /** Null: everybody. */
  roles: string[] | null
}

const choices: [AudienceRole, string][] = [['data_engineer', 'Engineers'], ['data_analyst', 'Analysts'], ['viewer', 'Viewers']]

/** A tick is kept as soon as it is made; taken away again, it is as before. */
export function AudienceRows({ tenantId, kind, entries }: { tenantId: string; kind: 'own' | 'tool'; entries: Entry[] }) {
  return (
    <ul className="divide-y divide-line border-t border-line">
      {entries.map((entry) => <AudienceRow key={entry.id} tenantId={tenantId} dashboardKey={`${kind}/${entry.id}`} entry={entry} />)}
    </ul>
  )
}

function AudienceRow({ tenantId, dashboardKey: key, entry: { name, summary, roles } }: { tenantId: string; dashboardKey: string; entry: Entry }) {
  const [shown, setShown] = useState(() => choices.map(([role]) => role).filter((role) => roles === null || roles.includes(role)))
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const router = useRouter()
  async function toggle(role: AudienceRole) {
    const before = shown
    const next = shown.includes(role) ? shown.filter((one) => one !== role) : [...shown, role]
    setShown(next)
    setBusy(true)
    const result = await askAction(showTo, { tenantId, key, roles: next })
    setBusy(false)
    setProblem(result.ok ? null : result.message)
    if (result.ok) router.refresh()
    else setShown(before)
  }
  return (
    <li className="flex flex-wrap items-center gap-x-6 gap-y-2 px-5 py-3 max-md:px-3.5">
      <div className="min-w-[240px] flex-1">
        <p className="font-semibold">{name}</p>
        <p className="text-ink-2">{summary}</p>
        {problem && <FieldError>{problem}</FieldError>}
      </div>
      <fieldset disabled={busy} className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <legend className="sr-only">Who is shown {name}</legend>
        {choices.map(([role, label]) => (
          <label key={role} className="inline-flex min-h-6 items-center gap-2">
            <input type="checkbox" checked={shown.includes(role)} onChange={() => void toggle(role)} /> {label}
          </label>
        ))}
        <span className="text-small text-ink-3" role="status">{shown.length === choices.length ? 'Everybody' : shown.length === 0 ? 'Administrators only' : ''}</span>
      </fieldset>
    </li>
  )
}

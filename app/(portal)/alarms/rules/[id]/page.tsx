import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { RuleEditor } from '@/components/portal/rule-editor'
import { formatDateClock } from '@/components/ui/format-time'
import { loadRuleEditor } from '@/lib/alarm/load-rules'
import { requirePerson } from '@/lib/auth/current-person'
import { loadTenant } from '@/lib/plant/views/load-tenant'
import { system } from '@/lib/system'

export const metadata: Metadata = { title: 'Alarm rule' }

export default async function RulePage({ params }: { params: Promise<{ id: string }> }) {
  const person = await requirePerson('plant.view')
  const id = decodeURIComponent((await params).id)
  const [{ timeZone }, view] = await Promise.all([loadTenant(system(), person), loadRuleEditor(system(), person, id)])
  if (!view?.rule) notFound()
  const { fields, updatedAt, updatedBy, shelvedUntil } = view.rule
  return (
    <div className="portal-body">
      <div>
        <p className="crumbs">
          <Link href="/alarms/rules">Alarm rules</Link>
        </p>
        <h1 className="text-page">{fields.name}</h1>
        <p className="mt-0.5 text-ink-2">
          Changed {formatDateClock(updatedAt, timeZone)} by {updatedBy}.{shelvedUntil && ` Shelved until ${formatDateClock(shelvedUntil, timeZone)}.`}
        </p>
      </div>
      <RuleEditor view={view} timeZone={timeZone} />
    </div>
  )
}

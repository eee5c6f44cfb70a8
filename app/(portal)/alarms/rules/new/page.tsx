import type { Metadata } from 'next'
import Link from 'next/link'
import { RuleEditor } from '@/components/portal/rule-editor'
import { loadRuleEditor } from '@/lib/alarm/load-rules'
import { requirePerson } from '@/lib/auth/current-person'
import { loadTenant } from '@/lib/plant/views/load-tenant'
import { system } from '@/lib/system'

export const metadata: Metadata = { title: 'New alarm rule' }

export default async function NewRulePage({ searchParams }: { searchParams: Promise<{ signal?: string | string[] }> }) {
  const person = await requirePerson('plant.view')
  const wanted = [(await searchParams).signal].flat()[0]
  const [{ timeZone }, view] = await Promise.all([loadTenant(system(), person), loadRuleEditor(system(), person, null)])
  return (
    <div className="portal-body">
      <div>
        <p className="crumbs">
          <Link href="/alarms/rules">Alarm rules</Link>
        </p>
        <h1 className="text-page">New rule</h1>
      </div>
      <RuleEditor view={view!} signalId={view!.signals.some(({ id }) => id === wanted) ? wanted : undefined} timeZone={timeZone} />
    </div>
  )
}

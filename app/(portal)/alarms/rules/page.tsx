import type { Metadata } from 'next'
import { AlarmTabs } from '@/components/portal/alarm-tabs'
import { RuleList } from '@/components/portal/rule-list'
import { Button } from '@/components/ui/button'
import { loadRules } from '@/lib/alarm/load-rules'
import { requirePerson } from '@/lib/auth/current-person'
import { loadTenant } from '@/lib/plant/views/load-tenant'
import { system } from '@/lib/system'

export const metadata: Metadata = { title: 'Alarm rules' }

export default async function AlarmRulesPage({ searchParams }: { searchParams: Promise<{ q?: string | string[] }> }) {
  const person = await requirePerson('plant.view')
  const words = [(await searchParams).q].flat()[0] ?? ''
  const [{ timeZone }, { rules, all }] = await Promise.all([loadTenant(system(), person), loadRules(system(), person, words)])
  const off = rules.filter(({ fields }) => !fields.enabled).length
  return (
    <div className="portal-body">
      <div className="title-row">
        <div>
          <h1 className="text-page">Alarm rules</h1>
          <p>
            {all} {all === 1 ? 'rule' : 'rules'}
            {off > 0 && `, ${off} of those shown off`}. A change holds from the next reading on.
          </p>
        </div>
        <Button href="/alarms/rules/new" variant="primary">
          Add a rule
        </Button>
      </div>
      <AlarmTabs current="rules" />
      <RuleList rules={rules} all={all} words={words} timeZone={timeZone} />
    </div>
  )
}

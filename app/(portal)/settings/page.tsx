import type { Metadata } from 'next'
import Link from 'next/link'
import { keepPlant } from '@/app/(portal)/settings/actions'
import { AccountForm } from '@/components/account/account-form'
import { ProfilePanels } from '@/components/account/profile-panels'
import { DeletePlant } from '@/components/portal/delete-plant'
import { LicencePanel } from '@/components/portal/licence-panel'
import { SignOut } from '@/components/portal/sign-out'
import { Button } from '@/components/ui/button'
import { formatDateClock } from '@/components/ui/format-time'
import { Panel } from '@/components/ui/panel'
import { mayManage } from '@/lib/auth/manager'
import { requirePerson } from '@/lib/auth/current-person'
import { askedToKeepAt } from '@/lib/demo/ask-to-keep'
import { loadLicenceView } from '@/lib/licence/licence-view'
import { listSessions } from '@/lib/people/profile'
import { loadTenant } from '@/lib/plant/views/load-tenant'
import { system } from '@/lib/system'
import { tenantOf } from '@/lib/tenancy/reach'

export const metadata: Metadata = { title: 'Settings' }

export default async function SettingsPage() {
  const person = await requirePerson('plant.view')
  const sys = system()
  const { name, timeZone } = await loadTenant(sys, person)
  const { lease } = person
  const licence = await loadLicenceView(sys, tenantOf(person))
  return (
    <div className="portal-body">
      <div className="title-row">
        <div>
          <h1 className="text-page">Settings</h1>
          <p>
            Times are those of the site, {timeZone}; quantities are in SI units, as they are measured.
          </p>
        </div>
        <div className="flex items-center gap-3">
          {mayManage(person, person.tenantId) && <Button href={`/manage/${person.tenantId}/people`}>Manage people and plant</Button>}
          <SignOut />
        </div>
      </div>
      <ProfilePanels person={person} sessions={await listSessions(sys, person)} timeZone={timeZone} now={sys.clock.now()} door={sys.signIn && (lease ? 'demo' : 'staff')} />
      {licence && <LicencePanel licence={licence} />}
      {lease && lease.state !== 'claimed' && (
        <Panel title="This plant" className="scroll-mt-4">
          <div id="keep" className="grid gap-5">
            <p className="max-w-[76ch]">
              {name} {lease.deadlineAt ? <>is deleted on <b>{formatDateClock(lease.deadlineAt, timeZone)}</b>.</> : 'is deleted when its time is over.'} You can <Link href="/data">download its data</Link> until then, keep it, or ask us about it: a person answers.
            </p>
            <KeepPlant askedAt={await askedToKeepAt(sys, lease.id)} email={person.email} timeZone={timeZone} />
            <p>
              <Link href="/keep">Keep this plant</Link> yourself, as a trial or by order.
            </p>
            <DeletePlant plant={name} />
          </div>
        </Panel>
      )}
    </div>
  )
}

function KeepPlant({ askedAt, email, timeZone }: { askedAt: Date | null; email: string; timeZone: string }) {
  if (askedAt) {
    return (
      <p role="status">
        You asked to keep it on {formatDateClock(askedAt, timeZone)}. We answer to {email}.
      </p>
    )
  }
  return <AccountForm action={keepPlant} verb="Ask us about keeping it" busyWord="Asking" done="We have your wish." />
}

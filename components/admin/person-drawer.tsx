import { give, lookAs, setStatus, signOutEverywhere, take } from '@/app/manage/[tenant]/people/actions'
import { ActionButton } from '@/components/admin/action-button'
import { ConfirmInPlace } from '@/components/admin/confirm-in-place'
import { LookAs } from '@/components/admin/look-as'
import { RoleFields } from '@/components/admin/role-fields'
import { WhySees } from '@/components/admin/why-sees'
import { Drawer } from '@/components/ui/drawer'
import { formatAge, formatDate } from '@/components/ui/format-time'
import type { Tenant } from '@/lib/generated/prisma/client'
import type { PersonDetail } from '@/lib/people/load-person-detail'
import { roleWords } from '@/lib/people/role-words'

interface Props {
  tenant: Pick<Tenant, 'id' | 'timeZone'>
  detail: PersonDetail
  now: string
  closeHref: string
  isSelf: boolean
  mayLookAs: boolean
}

export function PersonDrawer({ tenant, detail, now, closeHref, isSelf, mayLookAs }: Props) {
  const fixed = { tenantId: tenant.id, accountId: detail.accountId }
  const isActive = detail.status === 'active'
  return (
    <Drawer key={detail.accountId} label="Person" title={detail.name} width={464} closeHref={closeHref}>
      <p className="mb-4 text-ink-2">
        {detail.email}. {isActive ? 'Active' : 'Deactivated'}, {detail.lastSeenAt ? `last seen ${formatAge(detail.lastSeenAt, now, tenant.timeZone)}` : 'never seen'}, here since {formatDate(detail.createdAt, tenant.timeZone)}.
      </p>
      <h3 className="text-panel">Roles</h3>
      <ul className="mt-2 grid gap-2">
        {detail.grants.map(({ role, nodeId, place }) => (
          <li key={`${role} ${nodeId}`} className="flex flex-wrap items-center justify-between gap-2">
            <span>
              <b>{roleWords[role]}</b> on {place}
            </span>
            <ActionButton label={`Take ${roleWords[role].toLowerCase()} on ${place}`} busyWord="Taking" action={take} input={{ ...fixed, role, nodeId }} />
          </li>
        ))}
        {detail.grants.length === 0 && <li className="text-ink-2">None: the person signs in and finds nothing.</li>}
      </ul>
      <div className="mt-3">
        <ConfirmInPlace label="Give a role" question="Which role, and where?" confirm="Give it" busyWord="Giving" action={give} fixed={fixed}>
          <RoleFields places={detail.places} />
        </ConfirmInPlace>
      </div>
      <WhySees detail={detail} timeZone={tenant.timeZone} />
      <h3 className="mt-6 text-panel">Sessions</h3>
      <ul className="mt-2 grid gap-1 text-small">
        {detail.sessions.map((session) => (
          <li key={session.id}>
            {session.impersonator ? `${session.impersonator} looks as this person` : session.userAgent || 'unknown browser'}, {formatAge(session.lastSeenAt, now, tenant.timeZone)}
          </li>
        ))}
        {detail.sessions.length === 0 && <li className="text-ink-2">No open session.</li>}
      </ul>
      <div className="mt-6 flex flex-wrap gap-2">
        {detail.sessions.length > 0 && <ConfirmInPlace label="Sign out everywhere" question={`End every session of ${detail.name} now?`} confirm="End them" busyWord="Ending" action={signOutEverywhere} fixed={fixed} />}
        {mayLookAs && isActive && <LookAs tenantId={tenant.id} accountId={detail.accountId} name={detail.name} action={lookAs} />}
        {!isSelf && (
          <ConfirmInPlace
            label={isActive ? 'Deactivate' : 'Activate'}
            question={isActive ? `Refuse ${detail.name} at once, in open sessions too? Roles and history stay.` : `Let ${detail.name} sign in again?`}
            confirm={isActive ? 'Deactivate' : 'Activate'}
            busyWord="Changing"
            action={setStatus}
            fixed={{ ...fixed, status: isActive ? 'disabled' : 'active' }}
          />
        )}
      </div>
    </Drawer>
  )
}

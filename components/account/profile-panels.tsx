import { saveName, savePassword, signOutElsewhere } from '@/app/account/actions'
import { AccountForm } from '@/components/account/account-form'
import { browserWords } from '@/components/account/browser-words'
import { ChangePassword } from '@/components/account/change-password'
import { DataTable } from '@/components/ui/data-table'
import { formatAge, formatDateClock } from '@/components/ui/format-time'
import { Panel } from '@/components/ui/panel'
import { TermList } from '@/components/ui/term-list'
import { TextField } from '@/components/ui/text-field'
import { ThemeToggle } from '@/components/ui/theme-toggle'
import type { SessionRow } from '@/lib/people/profile'

interface Props {
  person: { name: string; email: string; roles: { role: string; nodeId: string }[] }
  sessions: SessionRow[]
  timeZone: string
  now: Date
  /** Of the sign-in service that keeps the password; null when it is kept here. */
  door: 'staff' | 'demo' | null
}

/** Who one is, how one signs in, and from where: the same for a plant's people and for administrators. */
export function ProfilePanels({ person, sessions, timeZone, now, door }: Props) {
  const others = sessions.filter(({ current }) => !current).length
  return (
    <>
      <Panel title="Profile">
        <div className="grid gap-5">
          <TermList
            terms={[
              { term: 'E-mail', detail: person.email },
              { term: 'Roles', detail: person.roles.map(({ role, nodeId }) => `${role.replaceAll('_', '-')}${nodeId ? ` at ${nodeId}` : ''}`).join(', ') },
            ]}
            termWidth={120}
          />
          <AccountForm action={saveName} verb="Save name" busyWord="Saving" done="Saved.">
            <TextField label="Name" name="name" defaultValue={person.name} autoComplete="name" maxLength={120} required />
          </AccountForm>
        </div>
      </Panel>
      <Panel title="Appearance" note="kept in this browser">
        <ThemeToggle />
      </Panel>
      <Panel title="Password">
        {door ? (
          <ChangePassword door={door} />
        ) : (
          <AccountForm action={savePassword} verb="Change password" busyWord="Changing" done="Changed. Every other session has ended.">
            <TextField label="Current password" name="current" type="password" autoComplete="current-password" required />
            <TextField label="New password" name="wanted" type="password" autoComplete="new-password" hint="At least 12 characters; a few words will do." required />
          </AccountForm>
        )}
      </Panel>
      <Panel title="Sessions" note={`${sessions.length} open`} flush>
        <DataTable
          caption="Open sessions"
          rows={sessions}
          rowKey={({ id }) => id}
          head="plain"
          columns={[
            { key: 'browser', head: 'Browser', cell: ({ userAgent, current }) => <span>{browserWords(userAgent)}{current && <b> · this one</b>}</span> },
            { key: 'since', head: 'Since', phone: 'hidden', cell: ({ createdAt }) => formatDateClock(createdAt, timeZone) },
            { key: 'seen', head: 'Last seen', cell: ({ lastSeenAt }) => formatAge(lastSeenAt, now, timeZone) },
            { key: 'ends', head: 'Ends at the latest', phone: 'hidden', cell: ({ expiresAt }) => formatDateClock(expiresAt, timeZone) },
          ]}
        />
        {others > 0 && (
          <div className="panel-body">
            <AccountForm action={signOutElsewhere} verb={`Sign out ${others} other ${others === 1 ? 'session' : 'sessions'}`} busyWord="Signing out" done="Done." />
          </div>
        )}
      </Panel>
    </>
  )
}

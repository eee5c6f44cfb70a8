import { Megaphone } from 'lucide-react'
import { ImpersonationBar } from '@/components/portal/impersonation-bar'
import { currentAnnouncements } from '@/lib/announcements/announcements'
import type { Person } from '@/lib/auth/person'
import { system } from '@/lib/system'

/** What stands above every room: somebody looks as somebody else, and what administrators announce now. */
export async function PortalNotices({ person }: { person: Person }) {
  const announcements = await currentAnnouncements(system(), person)
  return (
    <>
      {person.impersonation && <ImpersonationBar name={person.name} email={person.email} by={person.impersonation.by} reason={person.impersonation.reason} />}
      {announcements.map(({ id, text }) => (
        <p key={id} className="announcement" role="status">
          <Megaphone className="icon" aria-hidden /> {text}
        </p>
      ))}
    </>
  )
}

import { ProfilePanels } from '@/components/account/profile-panels'
import { AdminPage } from '@/components/admin/admin-page'
import { adminZone } from '@/components/admin/lease-cells'
import { requirePerson } from '@/lib/auth/current-person'
import { listSessions } from '@/lib/people/profile'
import { system } from '@/lib/system'

export const metadata = { title: 'Profile' }

export default async function AdminProfilePage() {
  const person = await requirePerson('admin')
  return (
    <AdminPage title="Profile" summary="Your own account on this installation.">
      <ProfilePanels person={person} sessions={await listSessions(system(), person)} timeZone={adminZone} now={system().clock.now()} door={system().signIn && 'staff'} />
    </AdminPage>
  )
}

import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { AdminRail } from '@/components/admin/admin-rail'
import { requireManager } from '@/lib/auth/manager'

export const metadata: Metadata = { title: { default: 'Manage', template: '%s · Millrace' }, robots: { index: false } }

/** Draws the rail for whoever may manage the tenant; every page asks again, because a layout is not drawn anew on each step. */
export default async function ManageLayout({ children, params }: { children: ReactNode; params: Promise<{ tenant: string }> }) {
  const { person, tenant, isPlatform } = await requireManager((await params).tenant)
  const back = isPlatform ? { href: `/admin/tenants?tenant=${tenant.id}`, label: 'All tenants' } : { href: '/plant', label: 'To the plant' }
  return (
    <div className="flex min-h-screen max-lg:flex-col">
      <a href="#content" className="sr-only focus:not-sr-only">
        Skip to content
      </a>
      <AdminRail email={person.email} tenant={{ id: tenant.id, name: tenant.name, back }} />
      {children}
    </div>
  )
}

import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { AdminRail } from '@/components/admin/admin-rail'
import { may } from '@/lib/auth/capabilities'
import { requirePerson } from '@/lib/auth/current-person'

export const metadata: Metadata = { title: { default: 'Administration', template: '%s · Millrace administration' }, robots: { index: false } }

/** Draws the rail for administrators only; every page asks again, because a layout is not drawn anew on each step. */
export default async function AdminLayout({ children }: { children: ReactNode }) {
  const person = await requirePerson('admin')
  return (
    <div className="flex min-h-screen max-lg:flex-col">
      <a href="#content" className="sr-only focus:not-sr-only">
        Skip to content
      </a>
      <AdminRail email={person.email} both={may(person.roles, 'sales')} />
      {children}
    </div>
  )
}

import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import '@/components/sales/sales.css'
import { AdminRail } from '@/components/admin/admin-rail'
import { may } from '@/lib/auth/capabilities'
import { requirePerson } from '@/lib/auth/current-person'

export const metadata: Metadata = { title: { default: 'Sales', template: '%s · Millrace sales' }, robots: { index: false } }

/** Draws the rail for whoever sells; every page asks again, because a layout is not drawn anew on each step. */
export default async function SalesLayout({ children }: { children: ReactNode }) {
  const person = await requirePerson('sales')
  return (
    <div className="flex min-h-screen max-lg:flex-col">
      <a href="#content" className="sr-only focus:not-sr-only">
        Skip to content
      </a>
      <AdminRail email={person.email} area="sales" both={may(person.roles, 'admin')} />
      {children}
    </div>
  )
}

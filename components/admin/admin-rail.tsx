'use client'

import { Activity, BadgeCheck, Filter, Gauge, KeyRound, ListChecks, LogOut, Mail, type LucideIcon, MessagesSquare, Receipt, ScrollText, Server, UserRound, Users, Webhook } from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { signOut } from 'next-auth/react'
import { clsx } from 'clsx'
import { Logo } from '@/components/ui/logo'

type Place = readonly [href: string, label: string, icon: LucideIcon]

const areas = {
  admin: {
    word: 'Administration',
    places: [
      ['/admin/leases', 'Demo leases', KeyRound],
      ['/admin/people', 'People and roles', Users],
      ['/admin/health', 'Health', Activity],
      ['/admin/neighbours', 'Neighbours', Server],
      ['/admin/usage', 'Usage', Gauge],
      ['/admin/licences', 'Licences', BadgeCheck],
      ['/admin/billing', 'Billing', Receipt],
      ['/admin/audit', 'Audit trail', ScrollText],
      ['/admin/mail', 'Mail', Mail],
      ['/admin/jobs', 'Jobs', ListChecks],
      ['/admin/profile', 'Profile', UserRound],
    ],
  },
  sales: {
    word: 'Sales',
    places: [
      ['/sales/funnel', 'Funnel', Filter],
      ['/sales/leads', 'Leads', MessagesSquare],
      ['/sales/follow-ups', 'Follow-ups', Mail],
      ['/sales/crm', 'CRM', Webhook],
    ],
  },
} as const satisfies Record<string, { word: string; places: readonly Place[] }>

/**
 * The rail of administration and of sales: no plant tree, one list. On a phone it lies above the page and scrolls sideways.
 * Who may do both finds the way to the other.
 */
export function AdminRail({ email, area, other }: { email: string; area: keyof typeof areas; other: boolean }) {
  const here = usePathname()
  const { word, places } = areas[area]
  const way: Place = area === 'admin' ? ['/sales/funnel', 'Sales', Filter] : ['/admin/leases', 'Administration', KeyRound]
  const Way = way[2]
  return (
    <div className="no-print flex flex-none flex-col border-line bg-surface max-lg:border-b lg:sticky lg:top-0 lg:h-screen lg:w-[196px] lg:border-r">
      <Link href={places[0][0]} aria-label={`Millrace, ${word.toLowerCase()}`} className="px-5 pt-5 pb-3 max-lg:pb-1">
        <Logo />
      </Link>
      <p className="px-5 py-1 text-small text-ink-3 max-lg:hidden">{word}</p>
      <nav aria-label={word} className="flex max-lg:overflow-x-auto lg:flex-col">
        {places.map(([href, label, Icon]) => (
          <RailLink key={href} href={href} label={label} current={here.startsWith(href)} icon={<Icon className="icon" aria-hidden />} />
        ))}
        {other && <RailLink href={way[0]} label={way[1]} current={false} icon={<Way className="icon" aria-hidden />} />}
      </nav>
      <div className="mt-auto border-t border-line px-5 py-3 text-small text-ink-3 max-lg:hidden">
        <p className="truncate" title={email}>
          {email}
        </p>
        <button type="button" onClick={() => void signOut({ callbackUrl: '/' })} className="mt-2 inline-flex min-h-6 items-center gap-2 text-ink-2 hover:text-ink">
          <LogOut className="icon" aria-hidden /> Sign out
        </button>
      </div>
    </div>
  )
}

function RailLink({ href, label, icon, current }: { href: string; label: string; icon: React.ReactNode; current: boolean }) {
  return (
    <Link
      href={href}
      aria-current={current ? 'page' : undefined}
      className={clsx(
        'flex min-h-[30px] items-center gap-2.5 whitespace-nowrap border-transparent px-[17px] text-body max-lg:min-h-11 max-lg:border-b-3 lg:border-l-3',
        current ? 'border-accent bg-ground font-semibold text-ink' : 'text-ink-2 hover:text-ink',
      )}
    >
      {icon}
      {label}
    </Link>
  )
}

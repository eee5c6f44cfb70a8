'use client'

import { Activity, ArrowLeft, BadgeCheck, Building2, CalendarDays, ChartLine, Factory, Filter, Gauge, KeyRound, KeySquare, LayoutDashboard, ListChecks, LogOut, Mail, MailX, Megaphone, MessagesSquare, Package, Receipt, ScrollText, Server, ToggleRight, UserRound, Users, Waves, Webhook } from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { signOut } from 'next-auth/react'
import { clsx } from 'clsx'
import { useEffect, useRef } from 'react'
import { Logo } from '@/components/ui/logo'

const platformPlaces = [
  ['/admin/tenants', 'Tenants', Building2],
  ['/admin/leases', 'Demo leases', KeyRound],
  ['/admin/people', 'People and roles', Users],
  ['/admin/health', 'Health', Activity],
  ['/admin/neighbours', 'Neighbours', Server],
  ['/admin/monitoring', 'Monitoring', ChartLine],
  ['/admin/streams', 'Streams', Waves],
  ['/admin/usage', 'Usage', Gauge],
  ['/admin/licences', 'Licences', BadgeCheck],
  ['/admin/billing', 'Billing', Receipt],
  ['/admin/audit', 'Audit trail', ScrollText],
  ['/admin/announcements', 'Announcements', Megaphone],
  ['/admin/mail', 'Mail', Mail],
  ['/admin/dead-letters', 'Dead letters', MailX],
  ['/admin/jobs', 'Jobs', ListChecks],
  ['/admin/profile', 'Profile', UserRound],
] as const

const salesPlaces = [
  ['/sales/funnel', 'Funnel', Filter],
  ['/sales/leads', 'Leads', MessagesSquare],
  ['/sales/follow-ups', 'Follow-ups', Mail],
  ['/sales/crm', 'CRM', Webhook],
] as const

const tenantPlaces = (tenant: string) =>
  [
    [`/manage/${tenant}/people`, 'People', Users],
    [`/manage/${tenant}/plant`, 'Plant model', Factory],
    [`/manage/${tenant}/calendar`, 'Shift calendar', CalendarDays],
    [`/manage/${tenant}/products`, 'Products and reasons', Package],
    [`/manage/${tenant}/keys`, 'API keys', KeySquare],
    [`/manage/${tenant}/dashboards`, 'Dashboards', LayoutDashboard],
    [`/manage/${tenant}/features`, 'Switches', ToggleRight],
    [`/manage/${tenant}/audit`, 'Audit trail', ScrollText],
  ] as const

interface Props {
  email: string
  /** The rooms of sales instead of those of administration. */
  area?: 'sales'
  /** May do both: finds the way from one to the other. */
  both?: boolean
  /** Set where one tenant is managed: by its own administrator, or by one of the platform. */
  tenant?: { id: string; name: string; back: { href: string; label: string } }
}

/** The rail of administration and of sales: no plant tree, one list. On a phone it lies above the page and scrolls sideways. */
export function AdminRail({ email, area, both, tenant }: Props) {
  const here = usePathname()
  const places = tenant ? tenantPlaces(tenant.id) : area ? salesPlaces : platformPlaces
  const word = area ? 'Sales' : 'Administration'
  return (
    <div className="no-print flex flex-none flex-col border-line bg-surface max-lg:border-b lg:sticky lg:top-0 lg:h-screen lg:w-[196px] lg:border-r">
      <Link href={tenant?.back.href ?? (area ? '/sales' : '/admin')} aria-label="Millrace" className="px-5 pt-5 pb-3 max-lg:pb-1">
        <Logo />
      </Link>
      <p className="truncate px-5 py-1 text-small text-ink-3 max-lg:hidden" title={tenant?.name}>
        {tenant?.name ?? word}
      </p>
      <nav aria-label={word} className="flex max-lg:overflow-x-auto lg:flex-col">
        {places.map(([href, label, Icon]) => (
          <RailLink key={href} href={href} label={label} current={here.startsWith(href)} icon={<Icon className="icon" aria-hidden />} />
        ))}
        {tenant && <RailLink href={tenant.back.href} label={tenant.back.label} current={false} icon={<ArrowLeft className="icon" aria-hidden />} />}
        {both && (area ? <RailLink href="/admin" label="Administration" current={false} icon={<KeyRound className="icon" aria-hidden />} /> : <RailLink href="/sales" label="Sales" current={false} icon={<Filter className="icon" aria-hidden />} />)}
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
  const link = useRef<HTMLAnchorElement>(null)
  // On a phone the list scrolls sideways, and where one is may stand outside of it.
  useEffect(() => {
    if (current) link.current?.scrollIntoView({ inline: 'center', block: 'nearest' })
  }, [current])
  return (
    <Link
      ref={link}
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

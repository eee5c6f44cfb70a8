'use client'

import { Gauge, KeyRound, ListChecks, LogOut, Mail, MailX, ScrollText, Server, UserRound, Users } from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { signOut } from 'next-auth/react'
import { clsx } from 'clsx'
import { Logo } from '@/components/ui/logo'

const places = [
  ['/admin/leases', 'Demo leases', KeyRound],
  ['/admin/people', 'People and roles', Users],
  ['/admin/neighbours', 'Neighbours', Server],
  ['/admin/usage', 'Usage', Gauge],
  ['/admin/audit', 'Audit trail', ScrollText],
  ['/admin/mail', 'Mail', Mail],
  ['/admin/dead-letters', 'Dead letters', MailX],
  ['/admin/jobs', 'Jobs', ListChecks],
  ['/admin/profile', 'Profile', UserRound],
] as const

/** The rail of administration: no plant tree, one list. On a phone it lies above the page and scrolls sideways. */
export function AdminRail({ email }: { email: string }) {
  const here = usePathname()
  return (
    <div className="no-print flex flex-none flex-col border-line bg-surface max-lg:border-b lg:sticky lg:top-0 lg:h-screen lg:w-[196px] lg:border-r">
      <Link href="/admin/leases" aria-label="Millrace, administration" className="px-5 pt-5 pb-3 max-lg:pb-1">
        <Logo />
      </Link>
      <p className="px-5 py-1 text-small text-ink-3 max-lg:hidden">Administration</p>
      <nav aria-label="Administration" className="flex max-lg:overflow-x-auto lg:flex-col">
        {places.map(([href, label, Icon]) => (
          <RailLink key={href} href={href} label={label} current={here.startsWith(href)} icon={<Icon className="icon" aria-hidden />} />
        ))}
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

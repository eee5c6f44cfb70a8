import Link from 'next/link'
import type { ReactNode } from 'react'
import '@/components/site/site.css'
import { VisitBeacon } from '@/components/site/visit-beacon'
import { Logo } from '@/components/ui/logo'

const sections = [
  ['/use-cases', 'Use cases'],
  ['/#data-teams', 'For data teams'],
  ['/#security', 'Security'],
  ['/comparison', 'Comparison'],
  ['/pricing', 'Pricing'],
] as const

export default function SiteLayout({ children }: { children: ReactNode }) {
  return (
    <div className="site">
      <a className="skip" href="#content">
        Skip to content
      </a>
      <header className="measure site-top">
        <Link href="/" aria-label="Millrace, home" className="plain">
          <Logo />
        </Link>
        <nav aria-label="Site">
          {sections.map(([href, label]) => (
            <a key={href} href={href}>
              {label}
            </a>
          ))}
        </nav>
        <span className="grow" />
        <Link href="/sign-in" className="plain">
          Sign in
        </Link>
        <Link className="site-cta" href="/#request">
          Get a demo plant
        </Link>
      </header>
      <VisitBeacon />
      {children}
      <footer className="site-foot">
        <div className="measure">
          <span>Millrace. Plants and data shown here are fictional.</span>
          <span className="links">
            <Link href="/use-cases">Use cases</Link>
            <Link href="/comparison">Comparison</Link>
            <Link href="/pricing">Pricing</Link>
            <Link href="/blog">Blog</Link>
            <Link href="/tools">Free tools</Link>
            <Link href="/validation">Validation</Link>
            <Link href="/docs/api">API</Link>
            <Link href="/certificates">Verify a certificate</Link>
            <Link href="/privacy">Privacy</Link>
          </span>
        </div>
      </footer>
    </div>
  )
}

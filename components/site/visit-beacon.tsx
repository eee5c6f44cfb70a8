'use client'

import { usePathname } from 'next/navigation'
import { useEffect } from 'react'

/** Asked of the browser: whoever objects sends nothing at all, and a browser that a program drives is no visitor. */
function isWatched(): boolean {
  const { doNotTrack, webdriver, globalPrivacyControl } = navigator as Navigator & { globalPrivacyControl?: boolean }
  return !webdriver && !globalPrivacyControl && doNotTrack !== '1'
}

function tell(kind: 'visit' | 'cta') {
  const { pathname, search } = window.location
  const query = new URLSearchParams(search)
  const body = { kind, path: pathname, referrer: document.referrer || undefined, utmSource: query.get('utm_source') ?? undefined, utmCampaign: query.get('utm_campaign') ?? undefined }
  // Also when the visitor is on the way to the next page; that it did not arrive is nobody's trouble.
  void fetch('/api/visit', { method: 'POST', keepalive: true, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }).catch(() => undefined)
}

/** Counts pages and the first step towards the form, without keeping anything in the browser. */
export function VisitBeacon() {
  const pathname = usePathname()
  useEffect(() => {
    if (isWatched()) tell('visit')
  }, [pathname])
  useEffect(() => {
    if (!isWatched()) return
    const done = new AbortController()
    const towardsForm = ({ target }: Event) => {
      if (!(target instanceof Element) || !target.closest('a[href$="#request"], #request')) return
      tell('cta')
      done.abort()
    }
    document.addEventListener('click', towardsForm, { signal: done.signal })
    document.addEventListener('focusin', towardsForm, { signal: done.signal })
    return () => done.abort()
  }, [])
  return null
}

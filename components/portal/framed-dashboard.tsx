'use client'

import type { EmbeddedDashboard } from '@superset-ui/embedded-sdk'
import Link from 'next/link'
import { useEffect, useRef, useState } from 'react'
import { ErrorPanel } from '@/components/ui/error-panel'
import { LoadingDash } from '@/components/ui/loading-dashes'
import { isDark, watchDark } from '@/components/ui/use-dark'

type State = 'loading' | 'shown' | 'ended' | 'gone' | 'down'

/** Why there is no ticket: the session, the dashboard, or the tool. */
const stateOf = (status: number): State => (status === 401 ? 'ended' : status === 404 ? 'gone' : 'down')

/** A dashboard that the BI tool draws, in a frame of the portal's own site. Tickets are renewed while it is shown, without a flash. */
export function FramedDashboard({ id, embeddedId, name }: { id: string; embeddedId: string; name: string }) {
  const place = useRef<HTMLDivElement>(null)
  const [state, setState] = useState<State>('loading')
  useEffect(() => {
    let frame: EmbeddedDashboard | undefined
    let left = false
    const end = (next: State) => {
      frame?.unmount()
      if (!left) setState(next)
    }
    const fetchGuestToken = async () => {
      const answer = await fetch(`/api/frame-ticket?dashboard=${encodeURIComponent(id)}`).catch(() => null)
      if (answer?.ok) return ((await answer.json()) as { ticket: string }).ticket
      end(stateOf(answer?.status ?? 503))
      throw new Error('no ticket')
    }
    const theme = () => void frame?.setThemeMode(isDark() ? 'dark' : 'default')
    const unwatch = watchDark(theme)
    void show().catch(() => undefined)
    async function show() {
      const { embedDashboard } = await import('@superset-ui/embedded-sdk')
      if (left || !place.current) return
      frame = await embedDashboard({
        id: embeddedId,
        supersetDomain: `${location.origin}/bi/superset`,
        mountPoint: place.current,
        fetchGuestToken,
        iframeTitle: name,
        dashboardUiConfig: { hideTitle: true, filters: { expanded: false }, urlParams: { standalone: 3 } },
        referrerPolicy: 'same-origin',
      })
      if (left) return frame.unmount()
      theme()
      setState((now) => (now === 'loading' ? 'shown' : now))
    }
    return () => {
      left = true
      unwatch()
      frame?.unmount()
    }
  }, [id, embeddedId, name])
  return (
    <div className="framed-dashboard" data-state={state}>
      {state === 'loading' && <p role="status"><span className="sr-only">Loading</span><LoadingDash /></p>}
      {state === 'ended' && <ErrorPanel failed="Your session or your demo has ended, and with it this dashboard." holds="What you downloaded is yours." todo={<Link href="/sign-in">Sign in</Link>} />}
      {state === 'gone' && <ErrorPanel failed="This dashboard is not there any more." holds="Your other dashboards." todo={<Link href="/dashboards">Dashboards</Link>} />}
      {state === 'down' && <ErrorPanel failed="The BI tool does not answer." holds={<>The product’s own <Link href="/dashboards">dashboards</Link> do not need it.</>} todo="Open this page again in a minute." />}
      <div ref={place} className="framed-dashboard-place" hidden={state !== 'loading' && state !== 'shown'} />
    </div>
  )
}

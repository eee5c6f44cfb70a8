'use client'

import { QueryClient, QueryClientProvider, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { type ReactNode, useEffect, useState } from 'react'
import { formatDuration } from '@/components/ui/format-time'
import type { AlarmsView } from '@/lib/alarm/load-alarms'

interface Pulse {
  at: string
}

const staleSeconds = 45

/** Keeps what is live: server-sent events land in the query cache, and the page's own figures are asked for anew. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const [client] = useState(() => new QueryClient())
  return (
    <QueryClientProvider client={client}>
      <PulseListener />
      {children}
    </QueryClientProvider>
  )
}

const refreshEveryMs = 10_000

function PulseListener() {
  const client = useQueryClient()
  const router = useRouter()
  useEffect(() => {
    let refreshed = Date.now()
    const source = new EventSource('/api/live')
    source.onmessage = (event) => {
      client.setQueryData<Pulse>(['pulse'], JSON.parse(event.data as string) as Pulse)
      if (document.visibilityState !== 'visible' || Date.now() - refreshed < refreshEveryMs) return
      refreshed = Date.now()
      router.refresh()
    }
    source.addEventListener('alarms', (event) => client.setQueryData<AlarmsView>(['alarms'], JSON.parse((event as MessageEvent<string>).data) as AlarmsView))
    source.onerror = () => client.setQueryData(['connected'], false)
    source.onopen = () => client.setQueryData(['connected'], true)
    return () => source.close()
  }, [client, router])
  return null
}

/** The age of the newest readings; past three beats they are called stale. */
export function ReadingsAge({ initial, renderedAt }: { initial: string | null; renderedAt: string }) {
  const { data } = useQuery<Pulse | null>({ queryKey: ['pulse'], queryFn: () => null, enabled: false, initialData: null })
  const [now, setNow] = useState(() => Date.parse(renderedAt))
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [])
  const at = data?.at ?? initial
  if (!at) return <span>No readings yet</span>
  const age = Math.max(0, (now - Date.parse(at)) / 1000)
  return (
    <span>
      Readings <b>{formatDuration(age)} ago</b>
      {age > staleSeconds && ', stale'}
    </span>
  )
}

/** When the plant beat last, in ms; null before the first beat. */
export function usePulse(): number | null {
  const at = useQuery<Pulse | null>({ queryKey: ['pulse'], queryFn: () => null, enabled: false }).data?.at
  return at ? Date.parse(at) : null
}

/** Open alarms as they are pushed; null before the first push. */
export function useAlarms(initial: AlarmsView | null = null): AlarmsView | null {
  return useQuery<AlarmsView | null>({ queryKey: ['alarms'], queryFn: () => null, enabled: false }).data ?? initial
}

/** False while the browser has lost the server. */
export function useConnected(): boolean {
  return useQuery<boolean>({ queryKey: ['connected'], queryFn: () => true, enabled: false }).data ?? true
}

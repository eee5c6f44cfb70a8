'use client'

import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Viewport } from '@/components/charts/viewport'
import type { TrendEvents } from '@/lib/telemetry/trend/load-trend-events'
import type { TrendSeries } from '@/lib/telemetry/trend/load-trend'

export interface TrendAnswer extends Viewport {
  series: TrendSeries[]
}

const minute = 60_000

/** The past does not change while somebody looks around in it; what follows now is asked for anew and not kept. */
const keeping = (view: Viewport, now: number) => (view.to < now - 2 * minute ? { staleTime: 5 * minute, gcTime: 10 * minute } : { staleTime: 0, gcTime: minute / 2 })

async function ask<T>(path: string, query: Record<string, string>, signal: AbortSignal): Promise<T> {
  const response = await fetch(`${path}?${new URLSearchParams(query)}`, { signal })
  if (response.ok) return (await response.json()) as T
  const problem = (await response.json().catch(() => null)) as { detail?: string } | null
  throw new Error(problem?.detail ?? 'The server has not answered.')
}

export const windowQuery = (signals: string[], { from, to }: Viewport) => ({ signals: signals.join(','), from: new Date(from).toISOString(), to: new Date(to).toISOString() })

/** What was drawn stays until the next answer is there; an answer that nobody waits for any more is not waited for. */
export function useTrend(signals: string[], view: Viewport, width: number, now: number, as: 'drawn' | 'means' = 'drawn', enabled = true) {
  return useQuery({
    queryKey: ['trend', as, signals, view.from, view.to, width],
    queryFn: ({ signal }) => ask<TrendAnswer>('/api/v1/trends', { ...windowQuery(signals, view), width: String(width), as }, signal),
    placeholderData: keepPreviousData,
    enabled: enabled && signals.length > 0 && width > 0,
    retry: 1,
    ...keeping(view, now),
  })
}

export function useTrendEvents(signals: string[], view: Viewport, now: number) {
  return useQuery({
    queryKey: ['trend-events', signals, view.from, view.to],
    queryFn: ({ signal }) => ask<TrendEvents>('/api/v1/trends/events', windowQuery(signals, view), signal),
    placeholderData: keepPreviousData,
    enabled: signals.length > 0,
    retry: 1,
    ...keeping(view, now),
  })
}

/** After somebody wrote or deleted an annotation. */
export function useForgetTrendEvents() {
  const client = useQueryClient()
  return () => client.invalidateQueries({ queryKey: ['trend-events'] })
}

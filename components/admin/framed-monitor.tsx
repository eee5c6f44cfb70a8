'use client'

import { useDark } from '@/components/ui/use-dark'

/** A dashboard of the installation in a frame of the portal's own site, in its colours. What cannot be shown says why inside the frame. */
export function FramedMonitor({ id, name }: { id: string; name: string }) {
  const dark = useDark()
  if (dark === undefined) return null
  return <iframe title={name} src={`/bi/grafana/d/${id}?kiosk&theme=${dark ? 'dark' : 'light'}`} className="block h-[max(560px,calc(100dvh-180px))] w-full border border-line bg-surface" referrerPolicy="same-origin" />
}

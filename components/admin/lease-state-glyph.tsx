import { StateGlyph, type StateView } from '@/components/ui/state-glyph'
import type { LeaseRow } from '@/lib/admin/lease-row'

const levels: Record<Exclude<LeaseRow['state'], 'claimed'>, StateView> = {
  requested: 'no-data',
  provisioning: 'idle',
  warm: 'idle',
  ready: 'running',
  reminded: 'running',
  stopped: 'planned',
  expired: 'planned',
  removing: 'planned',
  gone: 'no-data',
  failed: 'down',
}

/** The lease as a level of the race; a kept plant is solid in the accent. */
export function LeaseStateGlyph({ state }: { state: LeaseRow['state'] }) {
  if (state !== 'claimed') return <StateGlyph state={levels[state]} />
  return (
    <svg className="glyph" width={14} height={14} viewBox="0 0 14 14" aria-hidden>
      <rect width="14" height="14" fill="var(--accent)" />
    </svg>
  )
}

import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { formatDuration } from '@/components/ui/format-time'
import type { LeasesView } from '@/lib/admin/load-leases'

/** Something outlives its deadline: the one thing on this page that a person must answer. */
export function LeftOverBanner({ leftOver, now }: { leftOver: LeasesView['leftOver']; now: string }) {
  const [first] = leftOver
  if (!first) return null
  const over = (new Date(now).getTime() - new Date(first.endedAt).getTime()) / 1000
  const others = leftOver.length - 1
  return (
    <Banner
      priority={1}
      title={`Critical: ${first.lease} ended ${formatDuration(over)} ago and ${first.parts.length} of its parts are not known to be gone${others > 0 ? `, and ${others} more leases` : ''}`}
      actions={<Button href={`/admin/leases?lease=${first.leaseId}`}>Open the ledger</Button>}
    >
      {first.parts.map((part) => part.replaceAll('_', ' ')).join(', ')}. The limit is 5 min. Sessions are refused since the deadline; the reconciler tries on.
    </Banner>
  )
}

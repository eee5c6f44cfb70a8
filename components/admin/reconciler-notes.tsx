import { Panel } from '@/components/ui/panel'
import { formatClock } from '@/components/ui/format-time'
import { adminZone } from '@/components/admin/lease-cells'
import type { LeasesView } from '@/lib/admin/load-leases'

export function ReconcilerNotes({ notes }: Pick<LeasesView, 'notes'>) {
  return (
    <Panel title="Reconciler" note="every minute, and on every change">
      {notes.length === 0 && <p className="text-ink-2">It found nothing that should not be there, and nothing missing.</p>}
      <ol>
        {notes.map(({ id, at, lease, text }) => (
          <li key={id} className="flex gap-5 border-t border-line py-2 text-[13px]">
            <time dateTime={at} className="text-ink-3">
              {formatClock(at, adminZone, { seconds: true })}
            </time>
            <span>
              <b>{lease}:</b> {text}
            </span>
          </li>
        ))}
      </ol>
    </Panel>
  )
}

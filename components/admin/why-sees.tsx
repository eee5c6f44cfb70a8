import { formatDate } from '@/components/ui/format-time'
import type { PersonDetail } from '@/lib/people/load-person-detail'

/** "Why can this person see line 3?": each place with the grant that shows it, or that nothing does. */
export function WhySees({ detail, timeZone }: { detail: PersonDetail; timeZone: string }) {
  return (
    <>
      <h3 className="mt-6 text-panel">What this person sees, and why</h3>
      <ul className="mt-2 max-h-72 overflow-auto border-y border-line text-small" tabIndex={0} aria-label="Places and why they are seen">
        {detail.explained.map(({ nodeId, name, depth, because }) => (
          <li key={nodeId} className="flex justify-between gap-3 border-b border-line py-1 last:border-0" style={{ paddingLeft: depth * 14 }}>
            <span className={because.length > 0 ? 'font-semibold' : 'text-ink-3'}>{name}</span>
            <span className="text-right text-ink-2">{because.map(({ role, held, since }) => `${role} on ${held}, given ${formatDate(since, timeZone, { year: false })}`).join('; ') || 'not seen'}</span>
          </li>
        ))}
      </ul>
    </>
  )
}

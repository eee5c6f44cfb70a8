import { entryWords } from '@/components/sales/lead-words'
import { formatDateClock } from '@/components/ui/format-time'
import type { LeadView } from '@/lib/sales/load-lead'

/** What they did, newest first, by their own clock. */
export function LeadTimeline({ lead: { timeline, timelineCut, timeZone } }: { lead: LeadView }) {
  const zone = timeZone ?? 'UTC'
  return (
    <section className="mt-6" aria-label="Timeline">
      <h3 className="font-semibold">
        Timeline <span className="text-small font-normal text-ink-3">{zone}</span>
      </h3>
      {timeline.length === 0 && <p className="text-ink-2">Nothing yet.</p>}
      <ol className="timeline">
        {timeline.map(({ id, at, kind, detail }) => (
          <li key={id}>
            <span className="text-small text-ink-3">{formatDateClock(at, zone)}</span>
            <span>{entryWords(kind, detail)}</span>
          </li>
        ))}
      </ol>
      {timelineCut && <p className="text-small text-ink-3">Older entries are in the export.</p>}
    </section>
  )
}

import { StopCoder } from '@/components/portal/stop-coder'
import { Drawer } from '@/components/ui/drawer'
import { formatNumber } from '@/components/ui/format'
import { formatClock, formatDateClock } from '@/components/ui/format-time'
import { TermList } from '@/components/ui/term-list'
import { type ChosenStop, kindWords } from '@/lib/plant/views/downtime-view'

/** One stop: what is known of it, and the reasons it may have. */
export function StopDrawer({ chosen, timeZone, closeHref }: { chosen: ChosenStop; timeZone: string; closeHref: string }) {
  const { stop, likely, groups, history } = chosen
  const plain = ({ code, name }: { code: string; name: string }) => ({ code, name })
  return (
    <Drawer label={`Stop, ${stop.line.name}`} title={stop.reason} closeHref={closeHref}>
      <div className="grid gap-5">
        <TermList
          terms={[
            { term: 'From', detail: formatDateClock(stop.startsAt, timeZone) },
            { term: 'To', detail: stop.endsAt ? formatClock(stop.endsAt, timeZone) : 'still open' },
            { term: 'Lasted', detail: `${formatNumber(stop.minutes, 1)} min` },
            { term: 'Equipment', detail: stop.equipment?.name ?? 'the whole line' },
            { term: 'Kind', detail: kindWords[stop.kind] },
            ...(stop.note ? [{ term: 'Note', detail: stop.note }] : []),
          ]}
        />
        <StopCoder key={stop.id} stopId={stop.id} current={stop.reasonCode} likely={likely.map(plain)} groups={groups.map(({ name, reasons }) => ({ name, reasons: reasons.map(plain) }))} />
        {history.length > 0 && (
          <section>
            <h3 className="text-panel mb-2">What was said of it</h3>
            <ol className="grid gap-2 text-small">
              {history.map((one) => (
                <li key={one.id}>
                  {one.from} → <b>{one.to}</b>
                  <small className="block text-ink-3">
                    {one.codedBy}, {formatDateClock(one.codedAt, timeZone)}
                  </small>
                </li>
              ))}
            </ol>
          </section>
        )}
      </div>
    </Drawer>
  )
}

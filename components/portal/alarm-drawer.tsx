'use client'

import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useEffect } from 'react'
import { AlarmAnswer } from '@/components/portal/alarm-answer'
import { AlarmTimes } from '@/components/portal/alarm-times'
import { stateWords, valueWords } from '@/components/portal/alarm-words'
import { useAlarms } from '@/components/portal/live-pulse'
import { AlarmGlyph, alarmWords } from '@/components/ui/alarm-glyph'
import { Drawer } from '@/components/ui/drawer'
import { formatDateClock } from '@/components/ui/format-time'
import { TermList, type TermView } from '@/components/ui/term-list'
import type { AlarmDetail } from '@/lib/alarm/load-alarm'

interface Props {
  detail: AlarmDetail
  timeZone: string
  closeHref: string
}

/** One alarm: what it means, what to do, how it came, what was said of it. */
export function AlarmDrawer({ detail, timeZone, closeHref }: Props) {
  useFreshDetail(detail)
  const router = useRouter()
  const { id, name, priority, state, place, path, signal, rule, ruleId } = detail
  return (
    <Drawer
      label={`${alarmWords[priority]} alarm, ${place}`}
      title={
        <span className="inline-flex items-center gap-2">
          <AlarmGlyph priority={priority} state={state === 'closed' ? 'acknowledged' : state} size={24} decorative />
          {name}
        </span>
      }
      // A button and not a link: on a phone the sheet gives its focus to the first that is none, and a field would open the keyboard.
      onClose={() => router.push(closeHref, { scroll: false })}
    >
      <div className="grid gap-5">
        <TermList terms={termsOf(detail, timeZone)} />
        <section>
          <h3 className="text-panel mb-2">What to do</h3>
          <TermList
            terms={[
              { term: 'Consequence', detail: rule?.consequence || '— not written down' },
              { term: 'Response', detail: rule?.response || '— not written down' },
            ]}
          />
        </section>
        <AlarmAnswer key={id} detail={detail} />
        <section>
          <h3 className="text-panel mb-2">How it came</h3>
          <AlarmTimes detail={detail} timeZone={timeZone} />
        </section>
        <p className="flex flex-wrap gap-x-4 gap-y-2">
          {path && <Link className="link" href={`/signals/${path}`}>Signal: {signal}</Link>}
          {rule ? <Link className="link" href={`/alarms/rules/${encodeURIComponent(ruleId)}`}>Rule</Link> : <span className="text-ink-3">Its rule is no more.</span>}
        </p>
      </div>
    </Drawer>
  )
}

function termsOf(detail: AlarmDetail, timeZone: string): TermView[] {
  const { state, raisedAt, returnedAt, acknowledgedAt, acknowledgedBy, closedAt, note, rule } = detail
  const shelved = rule?.shelved
  return [
    { term: 'State', detail: state === 'closed' ? 'Closed' : stateWords[state] },
    { term: 'Value', detail: valueWords(detail) },
    { term: 'Raised', detail: formatDateClock(raisedAt, timeZone) },
    ...(returnedAt ? [{ term: 'Returned', detail: formatDateClock(returnedAt, timeZone) }] : []),
    { term: 'Acknowledged', detail: acknowledgedAt ? `${formatDateClock(acknowledgedAt, timeZone)}, by ${acknowledgedBy}` : '— by nobody yet' },
    ...(note ? [{ term: 'Note', detail: note }] : []),
    ...(closedAt ? [{ term: 'Closed', detail: formatDateClock(closedAt, timeZone) }] : []),
    ...(shelved ? [{ term: 'Shelved', detail: `until ${formatDateClock(shelved.until, timeZone)}, by ${shelved.by}`, detailNote: shelved.reason }] : []),
  ]
}

/** The list is pushed; what stands in the drawer is asked for anew when the list says otherwise. */
function useFreshDetail({ id, state, rule }: AlarmDetail) {
  const router = useRouter()
  const view = useAlarms()
  const live = view && (view.open.find((row) => row.id === id)?.state ?? 'gone')
  const shown = state === 'closed' || rule?.shelved ? 'gone' : state
  const differs = live !== null && live !== shown
  useEffect(() => {
    if (differs) router.refresh()
  }, [differs, live, router])
}

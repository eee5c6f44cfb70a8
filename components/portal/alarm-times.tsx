import { clockWithMs, lagWords } from '@/components/portal/alarm-words'
import { TermList } from '@/components/ui/term-list'
import type { AlarmDetail } from '@/lib/alarm/load-alarm'

/** The way of one alarm, with the time that each step took. */
export function AlarmTimes({ detail, timeZone }: { detail: AlarmDetail; timeZone: string }) {
  const { raisedAt, receivedAt, decidedAt, deliveredAt } = detail
  const step = (term: string, at: string, before?: string) => ({
    term,
    detail: clockWithMs(at, timeZone),
    detailNote: before && `${lagWords(Date.parse(at) - Date.parse(before))} after the step before`,
  })
  return (
    <TermList
      terms={[
        step('Raised', raisedAt),
        step('Received', receivedAt, raisedAt),
        step('Decided', decidedAt, receivedAt),
        deliveredAt ? step('Delivered', deliveredAt, decidedAt) : { term: 'Delivered', detail: '— no screen was open' },
        ...(deliveredAt ? [{ term: 'Together', detail: lagWords(Date.parse(deliveredAt) - Date.parse(receivedAt)), detailNote: 'from received to delivered; the promise is 500 ms' }] : []),
      ]}
    />
  )
}

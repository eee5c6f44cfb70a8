import type { ReactNode } from 'react'
import { TermList, type TermView } from '@/components/ui/term-list'

type Props = {
  /** What failed and since when: "Superset has not answered since 11:40." */
  failed: string
  /** What still holds: "The figures on this page do not need it." */
  holds: ReactNode
  /** What to do, or what is being done: "We try again every 30 s." */
  todo: ReactNode
  lastGood?: { value: ReactNode; age: string }
  requestId?: string
  action?: ReactNode
}

/** Stands in the panel that failed; the rest of the page stays. In ink: alarm colours belong to alarms. */
export function ErrorPanel({ failed, holds, todo, lastGood, requestId, action }: Props) {
  const terms: TermView[] = [
    { term: 'Still holds', detail: holds },
    ...(lastGood ? [{ term: 'Last good', detail: lastGood.value, detailNote: lastGood.age }] : []),
    { term: 'What to do', detail: todo },
    ...(requestId ? [{ term: 'Request', detail: <span className="text-mono">{requestId}</span> }] : []),
  ]
  return (
    <div role="status" className="border-l-4 border-state-down px-5 py-3.5 max-md:px-3.5">
      <p className="mb-2 max-w-[68ch] font-semibold">{failed}</p>
      <TermList terms={terms} />
      {action && <div className="mt-3">{action}</div>}
    </div>
  )
}

import { X } from 'lucide-react'
import Link from 'next/link'
import { Empty } from '@/components/ui/empty'
import { formatNumber } from '@/components/ui/format'
import { formatDateClock } from '@/components/ui/format-time'
import { Panel } from '@/components/ui/panel'
import type { BrokenRule } from '@/lib/catalogue/quality-course'

/** What does not hold, the oldest first: since when, and in how many rows. */
export function BrokenRules({ broken, isMeasured, timeZone }: { broken: BrokenRule[]; isMeasured: boolean; timeZone: string }) {
  return (
    <Panel title="Broken rules" note={broken.length > 0 ? `${broken.length} broken` : undefined} flush>
      {broken.length === 0 && <Empty>{isMeasured ? 'Every rule that could be judged holds.' : 'No table has been measured yet: nothing is known to be broken.'}</Empty>}
      <ul className="rows">
        {broken.map(({ table, words, since, rows, found }) => (
          <li key={`${table} ${words}`} className="row">
            <span className="expectation">
              <X className="icon" aria-hidden />
              <span>
                <Link href={table === 'marts' ? '/catalog/marts' : `/catalog/${table}`} className="catalogue-name">{table}</Link>
                <small className="catalogue-row">{words}{found && `; found: ${found}`}</small>
              </span>
            </span>
            <span className="text-small text-ink-3">{rows !== null && `${formatNumber(rows)} ${rows === 1 ? 'row' : 'rows'}, `}since {formatDateClock(since, timeZone)}</span>
          </li>
        ))}
      </ul>
    </Panel>
  )
}

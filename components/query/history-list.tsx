import { Empty } from '@/components/ui/empty'
import { formatNumber } from '@/components/ui/format'
import { formatDateClock } from '@/components/ui/format-time'
import type { LakeQuery } from '@/lib/generated/prisma/client'

/** What this person asked, newest first. */
export function HistoryList({ history, timeZone, onOpen }: { history: LakeQuery[]; timeZone: string; onOpen: (sql: string) => void }) {
  if (history.length === 0) return <Empty>You have not asked anything yet.</Empty>
  return (
    <ul className="query-list">
      {history.map(({ id, sql, askedAt, state, rows, tookMs }) => (
        <li key={id}>
          <button type="button" className="query-open" onClick={() => onOpen(sql)} title={sql}>
            <span className="text-mono">{sql.replaceAll(/\s+/g, ' ').slice(0, 120)}</span>
            <small>{`${formatDateClock(askedAt, timeZone)}, ${state === 'answered' ? `${formatNumber(rows)} ${rows === 1 ? 'row' : 'rows'}, ${formatNumber(tookMs)} ms` : state}`}</small>
          </button>
        </li>
      ))}
    </ul>
  )
}

import { adminZone } from '@/components/admin/lease-cells'
import { formatClock, formatRunTime } from '@/components/ui/format-time'
import type { AttemptRow } from '@/lib/admin/load-lease-detail'

const tookSeconds = ({ startedAt, endedAt }: AttemptRow) => (endedAt ? (new Date(endedAt).getTime() - new Date(startedAt).getTime()) / 1000 : null)

/** Every try of every part, newest first. */
export function LeaseAttempts({ attempts }: { attempts: AttemptRow[] }) {
  if (attempts.length === 0) return null
  return (
    <details className="mt-4">
      <summary className="font-semibold">Tries ({attempts.length})</summary>
      <ol className="mt-2 text-small">
        {attempts.map((attempt) => {
          const took = tookSeconds(attempt)
          return (
            <li key={`${attempt.part} ${attempt.purpose} ${attempt.attempt}`} className="grid grid-cols-[64px_1fr_auto] gap-x-3 border-t border-line py-1.5">
              <time dateTime={attempt.startedAt} className="text-ink-3">
                {formatClock(attempt.startedAt, adminZone, { seconds: true })}
              </time>
              <span className="break-words">
                <b>{attempt.part}</b> {attempt.purpose}, try {attempt.attempt}: {attempt.outcome ?? 'running or its worker died'}
              </span>
              <span className="text-ink-3">{took === null ? '' : formatRunTime(took)}</span>
            </li>
          )
        })}
      </ol>
    </details>
  )
}

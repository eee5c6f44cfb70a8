import { enqueue } from '@/lib/queue/enqueue'
import type { System } from '@/lib/system'

const atOnce = 200
/** Between two looks at a figure. */
export const lookEveryMs = 5 * 60_000
const keptRemovedMs = 24 * 3_600_000
const keptMailsMs = 90 * 24 * 3_600_000

/** Asks for a look at what is due, and forgets what was removed a day ago. */
export async function planAlerts({ db, clock }: System): Promise<void> {
  const now = clock.now()
  const before = (ms: number) => ({ lt: new Date(now.getTime() - ms) })
  await db.asOperator(async (tx) => {
    const due = await tx.$queryRaw<{ id: string }[]>`SELECT id FROM figure_alert WHERE next_at <= ${now} AND paused_at IS NULL AND removed_at IS NULL ORDER BY next_at LIMIT ${atOnce} FOR UPDATE SKIP LOCKED`
    await tx.figureAlert.updateMany({ where: { id: { in: due.map(({ id }) => id) } }, data: { nextAt: new Date(now.getTime() + lookEveryMs) } })
    for (const { id } of due) await enqueue(tx, 'check-figure-alert', { alertId: id }, { key: `figure-alert ${id}` })
    await tx.figureAlert.deleteMany({ where: { removedAt: before(keptRemovedMs) } })
    await tx.figureAlertMail.deleteMany({ where: { at: before(keptMailsMs) } })
  })
}

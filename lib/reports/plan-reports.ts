import type { Tx } from '@/lib/db'
import type { ReportSchedule } from '@/lib/generated/prisma/client'
import { enqueue } from '@/lib/queue/enqueue'
import { nextDue } from '@/lib/reports/next-due'
import type { System } from '@/lib/system'

const atOnce = 200
const keptDays = 90

/** What was due becomes a delivery to each person, and the schedule moves on in the same transaction. After a long pause one report is sent, not one for each that was missed. */
export async function planReports({ db, clock }: System): Promise<void> {
  const now = clock.now()
  await db.asOperator(async (tx) => {
    const due = await tx.$queryRaw<{ id: string }[]>`SELECT id FROM report_schedule WHERE next_at <= ${now} ORDER BY next_at LIMIT ${atOnce} FOR UPDATE SKIP LOCKED`
    const schedules = await tx.reportSchedule.findMany({ where: { id: { in: due.map(({ id }) => id) } } })
    for (const schedule of schedules) await planOne(tx, schedule, now)
    if (schedules.length > 0) await tx.reportDelivery.deleteMany({ where: { dueAt: { lt: new Date(now.getTime() - keptDays * 86_400_000) } } })
  })
}

async function planOne(tx: Tx, schedule: ReportSchedule, now: Date): Promise<void> {
  const { tenantId, id: scheduleId, nextAt: dueAt } = schedule
  const recipients = await tx.reportRecipient.findMany({ where: { tenantId, scheduleId, stoppedAt: null } })
  for (const { accountId } of recipients) {
    const id = `report-${scheduleId}-${dueAt.getTime()}-${accountId}`
    await tx.reportDelivery.createMany({ data: [{ tenantId, id, scheduleId, accountId, dueAt }], skipDuplicates: true })
    await enqueue(tx, 'send-report', { deliveryId: id }, { key: `report ${id}` })
  }
  await tx.reportSchedule.update({ where: { id: scheduleId }, data: { nextAt: nextDue(schedule, now) } })
}

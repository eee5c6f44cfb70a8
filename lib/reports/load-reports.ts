import { mayEnter } from '@/lib/auth/capabilities'
import type { Person } from '@/lib/auth/person'
import type { Tx } from '@/lib/db'
import type { ReportFile, ReportRecipient, ReportSchedule } from '@/lib/generated/prisma/client'
import { filesLabel } from '@/lib/reports/file-words'
import { timeWords } from '@/lib/reports/next-due'
import type { System } from '@/lib/system'

const mostOffered = 200

export interface ReportRow {
  id: string
  time: string
  to: string[]
  /** `with CSV and PDF` */
  files: string
  nextAt: string
  /** By whose clock it is sent. */
  timeZone: string
  /** Of the last time: what became of it, in words; null before the first. */
  last: string | null
  mayEnd: boolean
  /** What a change begins with; null: this person may not. */
  edit: ScheduleEdit | null
  /** The person gets it, or stopped it. */
  isMine: boolean
  didStop: boolean
}

export interface ScheduleEdit {
  version: number
  weekday: number | null
  hour: number
  files: ReportFile[]
  /** Account ids: who gets it, and who stopped it themselves. */
  to: string[]
  stopped: string[]
}

export interface ReportsView {
  rows: ReportRow[]
  people: { id: string; label: string }[]
  timeZone: string
  me: string
}

/** The mails of one dashboard: when, to whom, what became of the last. */
export function loadReports({ db }: System, { tenantId, accountId, roles }: Person, dashboardId: string): Promise<ReportsView> {
  return db.inTenant(tenantId, async (tx) => {
    const { timeZone } = await tx.tenant.findFirstOrThrow({ select: { timeZone: true } })
    const schedules = await tx.reportSchedule.findMany({ where: { dashboardId }, orderBy: { createdAt: 'asc' } })
    const ids = schedules.map(({ id }) => id)
    const recipients = await tx.reportRecipient.findMany({ where: { scheduleId: { in: ids } } })
    const people = await offeredPeople(tx, [accountId, ...recipients.map(idOf)])
    const deliveries = await tx.reportDelivery.findMany({ where: { scheduleId: { in: ids } }, orderBy: { dueAt: 'desc' }, take: 500 })
    const nameOf = new Map(people.map(({ id, name, email }) => [id, name || email]))
    return {
      timeZone,
      me: accountId,
      people: people.map(({ id, name, email }) => ({ id, label: name ? `${name} (${email})` : email })),
      rows: schedules.map((schedule) => {
        const [listed, stopped] = [false, true].map((isStopped) => recipients.filter(({ scheduleId, stoppedAt }) => scheduleId === schedule.id && (stoppedAt !== null) === isStopped)) as [ReportRecipient[], ReportRecipient[]]
        const mayEnd = schedule.createdBy === accountId || mayEnter(roles, 'plant.setup')
        const own = deliveries.filter(({ scheduleId }) => scheduleId === schedule.id)
        return {
          id: schedule.id, time: timeWords(schedule), nextAt: schedule.nextAt.toISOString(), timeZone: schedule.timeZone, files: filesLabel(schedule.files),
          to: listed.map((one) => nameOf.get(one.accountId) ?? 'somebody who is no longer there'),
          last: lastWords(own.filter(({ dueAt }) => dueAt.getTime() === own[0]!.dueAt.getTime())),
          mayEnd,
          edit: mayEnd && mayEnter(roles, 'data.download') ? editOf(schedule, listed, stopped) : null,
          isMine: listed.some((one) => one.accountId === accountId),
          didStop: stopped.some((one) => one.accountId === accountId),
        }
      }),
    }
  })
}

/** First oneself and who is on a list, who can be ticked off it however many people there are. */
async function offeredPeople(tx: Tx, listed: string[]) {
  const find = (id: { in?: string[]; notIn?: string[] }, take?: number) => tx.account.findMany({ where: { status: 'active', id }, orderBy: { email: 'asc' }, select: { id: true, name: true, email: true }, take })
  return [...(await find({ in: listed })), ...(await find({ notIn: listed }, mostOffered))]
}

const editOf = ({ version, weekday, hour, files }: ReportSchedule, listed: ReportRecipient[], stopped: ReportRecipient[]): ScheduleEdit => ({ version, weekday, hour, files, to: listed.map(idOf), stopped: stopped.map(idOf) })
const idOf = ({ accountId }: ReportRecipient) => accountId

function lastWords(deliveries: { state: string; why: string }[]): string | null {
  if (deliveries.length === 0) return null
  const count = (state: string) => deliveries.filter((one) => one.state === state).length
  const parts = (['sent', 'waiting', 'skipped', 'failed'] as const).filter((state) => count(state) > 0).map((state) => `${count(state)} ${state}`)
  const why = deliveries.find((one) => one.why && one.state !== 'sent')?.why
  return why ? `${parts.join(', ')}: ${why}` : parts.join(', ')
}

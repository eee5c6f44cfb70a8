import { done, failed, type Failure, type Outcome } from '@/lib/adapters/outcome'
import { doorOf } from '@/lib/embedding/portal-of-tool'
import type { ReportSchedule } from '@/lib/generated/prisma/client'
import type { Viewer } from '@/lib/people/dashboard-audience'
import { localDate } from '@/lib/plant/local-date'
import { loadDashboard } from '@/lib/plant/views/dashboard-view'
import { ownReport } from '@/lib/reports/own-report'
import type { Recipient } from '@/lib/reports/recipient'
import type { Report } from '@/lib/reports/report'
import { toolReport } from '@/lib/reports/tool-report'
import type { System } from '@/lib/system'

/** What a reader sees of a dashboard, and what of it goes along as files; null: nothing. */
export interface Loaded {
  shown: Report
  taken: Report | null
}

const toolKey = /^tool\/(.+)$/

/** Whether the dashboard that a schedule names (`month`; `tool/oee` of a BI tool) is there for this viewer now. */
export async function isShown(system: System, viewer: Viewer, dashboardId: string): Promise<Outcome<boolean>> {
  const id = toolKey.exec(dashboardId)?.[1]
  if (!id) return done((await loadDashboard(system, viewer, dashboardId)) !== null)
  const found = await findAtTool(system, viewer, id)
  return found.ok ? done(found.value !== null) : found
}

/** A dashboard as its recipient may open it in the portal now. Null: they may not. A failure is the tool's: its figures may be had later. */
export function loadReport(system: System, recipient: Recipient, { dashboardId, files }: Pick<ReportSchedule, 'dashboardId' | 'files'>): Promise<Outcome<Loaded | null>> {
  const id = toolKey.exec(dashboardId)?.[1]
  const reader = files.length > 0 ? recipient : { ...recipient, downloader: null }
  return id ? loadFromTool(system, reader, id) : loadOwn(system, reader, dashboardId)
}

async function loadOwn(system: System, { viewer, downloader }: Recipient, id: string): Promise<Outcome<Loaded | null>> {
  const view = await loadDashboard(system, viewer, id)
  const taken = view && downloader && (await loadDashboard(system, downloader, id))
  return done(view && { shown: ownReport(view), taken: taken && ownReport(taken) })
}

/** The tool shows the whole plant or nothing: who may download some places only takes nothing along. */
async function loadFromTool(system: System, { viewer, downloader }: Recipient, id: string): Promise<Outcome<Loaded | null>> {
  const found = await findAtTool(system, viewer, id)
  if (!found.ok || !found.value) return found as Outcome<null>
  const figures = await system.biTool!.figures(viewer.tenantId, found.value)
  if (!figures.ok) return away(system, figures.failure)
  const plant = await system.db.inTenant(viewer, (tx) => tx.tenant.findFirstOrThrow({ select: { name: true, timeZone: true } }))
  const shown = toolReport(found.value, plant, figures.value, localDate(system.clock.now(), plant.timeZone))
  return done({ shown, taken: downloader?.places === null ? shown : null })
}

async function findAtTool(system: System, viewer: Viewer, id: string) {
  const listed = await doorOf(system)?.list(viewer)
  if (!listed) return done(null)
  return listed.ok ? done(listed.value?.find((one) => one.id === id) ?? null) : away(system, listed.failure)
}

/** Why, with names of servers, is for operators; readers are told who is away. */
function away({ log, biTool }: System, failure: Failure) {
  log.warn({ failure }, 'the BI tool does not give what a mail is made of')
  return failed(failure.kind, `${biTool!.title} does not give its figures now`)
}

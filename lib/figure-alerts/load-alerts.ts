import type { Person } from '@/lib/auth/person'
import { alertFigures, figuresOfTile, type Limit, sayRule, sayValue } from '@/lib/figure-alerts/figures'
import { sayReturn } from '@/lib/figure-alerts/judge'
import type { AlertFigure, FigureAlert, FigureAlertMail } from '@/lib/generated/prisma/client'
import type { TileView } from '@/lib/plant/views/dashboard-view'
import { loadPlantModel, modelAt } from '@/lib/plant/views/load-plant'
import type { System } from '@/lib/system'

export interface AlertRow extends Limit {
  id: string
  dashboardId: string
  dashboard: string
  /** `OEE of Line 2` */
  name: string
  rule: string
  /** `61.2 %`: where it counts as back. */
  returns: string
  state: 'new' | 'ok' | 'broken' | 'no-data' | 'paused'
  /** Of the last look, with its unit; or why there was none. */
  value: string
  brokenSince: string | null
  lookedAt: string | null
  /** By whose clock: the place's. */
  timeZone: string
  /** Why the last mail did not come; null when it came. */
  mailProblem: string | null
}

/** One's own limits that stand, of one dashboard or of all; of places that one may look at. */
export function loadAlerts({ db }: System, person: Person, dashboardId?: string): Promise<AlertRow[]> {
  return db.inTenant(person, async (tx) => {
    const alerts = await tx.figureAlert.findMany({ where: { accountId: person.accountId, removedAt: null, ...(dashboardId && { dashboardId }) }, orderBy: [{ nodeId: 'asc' }, { id: 'asc' }] })
    if (alerts.length === 0) return []
    const model = await loadPlantModel(tx)
    const dashboards = await tx.dashboard.findMany({ select: { id: true, name: true } })
    const mails = await tx.figureAlertMail.findMany({ where: { alertId: { in: alerts.map(({ id }) => id) } }, orderBy: { at: 'desc' }, take: 500 })
    return alerts.flatMap((alert) => {
      const place = model.nodes.find(({ id }) => id === alert.nodeId)
      if (!place) return []
      const dashboard = dashboards.find(({ id }) => id === alert.dashboardId)?.name ?? 'a dashboard that is gone'
      return [rowOf(alert, { place: place.name, dashboard, timeZone: modelAt(model, place).tenant.timeZone, mail: mails.find(({ alertId }) => alertId === alert.id) })]
    })
  })
}

function rowOf(alert: FigureAlert, { place, dashboard, timeZone, mail }: { place: string; dashboard: string; timeZone: string; mail: FigureAlertMail | undefined }): AlertRow {
  const { id, dashboardId, figure, span, breaksAbove, limit, value, why, lookedAt, brokenSince } = alert
  return {
    id, dashboardId, dashboard, figure, span, breaksAbove, limit, timeZone,
    name: `${alertFigures[figure].title} of ${place}`,
    rule: sayRule(alert),
    returns: sayReturn(alert),
    state: stateOf(alert),
    value: value === null ? why : sayValue(figure, value),
    brokenSince: brokenSince?.toISOString() ?? null,
    lookedAt: lookedAt?.toISOString() ?? null,
    mailProblem: mail && mail.state !== 'sent' && mail.why ? mail.why : null,
  }
}

function stateOf({ pausedAt, lookedAt, value, brokenSince }: FigureAlert): AlertRow['state'] {
  if (pausedAt) return 'paused'
  if (!lookedAt) return 'new'
  if (value === null) return 'no-data'
  return brokenSince ? 'broken' : 'ok'
}

export interface AlertChoice {
  figure: AlertFigure
  nodeId: string
  /** `OEE, Line 2 (%)` */
  label: string
}

/** Figures of these tiles on which a limit can be set. A machine alone makes nothing that its energy could be set against. */
export const alertChoices = (tiles: TileView[]): AlertChoice[] =>
  tiles.flatMap(({ kind, node }) =>
    figuresOfTile[kind]
      .filter((figure) => figure !== 'energy_per_tonne' || node.level !== 'equipment')
      .map((figure) => ({ figure, nodeId: node.id, label: `${alertFigures[figure].title}, ${node.name} (${alertFigures[figure].unit})` })),
  )

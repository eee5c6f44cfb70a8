import type { BiLogins, BiTool, ToolDashboard } from '@/lib/adapters/bi/port'
import { asking, equals, ofDatabase, reach, startsWith, type SupersetAccount, SupersetApi, SupersetProblem } from '@/lib/adapters/bi/superset-api'
import { readAssets } from '@/lib/adapters/bi/superset-assets'
import { chartsOf, drawnCharts } from '@/lib/adapters/bi/superset-charts'
import { askFigures, questionsAtOnce } from '@/lib/adapters/bi/superset-figures'
import { done, type Outcome } from '@/lib/adapters/outcome'
import { forName, refusedName } from '@/lib/adapters/resource-name'

export interface SupersetOptions extends SupersetAccount {
  /** Of the assets, see platform/superset. */
  assetsFolder: string
  /** Shown by the portal with each guest token; Superset refuses tokens without it. */
  portalKey: string
  /** The portal's origin, the only one that may frame a dashboard. */
  portalUrl: string
  /** As Superset reaches PostgreSQL; user and password are a tenant's. */
  databaseUrl: string
  logins: BiLogins
  /** What a tenant's connection to its open tables in Trino shows the portal (see open-for-bi.ts); null: there is no such connection. */
  lakePassword: ((tenantId: string) => string) | null
  /** Begins every name of this installation. */
  prefix?: string
  deadlineMs?: { ask: number; make: number }
}

interface Row {
  id: number
  name: string
}

/**
 * A connection a tenant in Superset, as that tenant's own login, and below it datasets, charts and dashboards of the
 * tenant's own: nothing is shared by two, so that neither a filter nor a cache keeps them apart. Where there is Trino, a
 * second one with datasets on the open tables, for analysts: no dashboard stands on it.
 */
export function supersetBi(options: SupersetOptions): BiTool {
  const { logins, lakePassword, prefix = 'millrace-', deadlineMs = { ask: 15_000, make: 60_000 } } = options
  const api = new SupersetApi(options)
  const assets = readAssets(options.assetsFolder)
  const holderOf = (tenantId: string) => `${prefix}${tenantId}`
  const limit = questionsAtOnce()
  const making = new Map<string, Promise<Outcome<number>>>()

  const lakeOf = (holder: string) => `${holder}_lake`

  const databases = (holder: string, signal: AbortSignal) => named('database', 'database_name', holder, signal)
  /** Of `holder`'s dashboards the slug is `<holder>_<key>`. */
  const dashboards = (holder: string, signal: AbortSignal) => named('dashboard', 'slug', holder, signal)
  async function named(kind: string, column: string, text: string, signal: AbortSignal): Promise<Row[]> {
    const rows = await api.list(kind, startsWith(column, text), ['id', column], signal)
    return rows.map((row) => ({ id: Number(row.id), name: String(row[column]) })).filter(({ name }) => name.startsWith(text))
  }

  async function make(tenantId: string): Promise<Outcome<number>> {
    const login = await logins.ensure(tenantId)
    if (!login.ok) return login
    return asking(deadlineMs.make, async (signal) => {
      const holder = holderOf(tenantId)
      const there = await dashboards(`${holder}_`, signal)
      const missing = assets.keys.filter((key) => !there.some(({ name }) => name === `${holder}_${key}`))
      if (missing.length > 0) await load(assets.bundle(holder, connection(options.databaseUrl, login.value), missing), signal)
      // One transaction: where the connection is, its datasets are.
      if (lakePassword && !(await databases(holder, signal)).some(({ name }) => name === lakeOf(holder))) {
        await load(assets.lakeBundle(holder, lakeConnection(tenantId, lakePassword(tenantId))), signal)
      }
      return done((await dashboards(`${holder}_`, signal)).length)
    })
  }

  async function load(bundle: Uint8Array, signal: AbortSignal): Promise<void> {
    const form = new FormData()
    form.append('bundle', new Blob([bundle as Uint8Array<ArrayBuffer>]), 'assets.zip')
    await api.ask('POST', '/assets/import/', signal, form)
  }

  async function drop(tenantId: string, signal: AbortSignal): Promise<void> {
    const holder = holderOf(tenantId)
    await api.remove('dashboard', (await dashboards(`${holder}_`, signal)).map(({ id }) => id), signal)
    for (const { id, name } of await databases(holder, signal)) {
      if (name !== holder && name !== lakeOf(holder)) continue
      const sources = await sourcesOf(id, signal)
      const charts = (await Promise.all(sources.map((source) => api.list('chart', equals('datasource_id', source), ['id'], signal)))).flat()
      await api.remove('chart', charts.map((chart) => Number(chart.id)), signal)
      await api.remove('dataset', sources, signal)
      await api.ask('DELETE', `/database/${id}`, signal)
    }
    // Made when the first analyst signs in (platform/superset/analysts.py); without the connections it reads nothing.
    const role = `Analysts of ${holder}`
    for (const { id, name } of await api.list('security/roles', startsWith('name', role), ['id', 'name'], signal)) if (name === role) await api.ask('DELETE', `/security/roles/${Number(id)}`, signal)
  }
  const sourcesOf = async (database: number, signal: AbortSignal) => (await api.list('dataset', ofDatabase(database), ['id'], signal)).map(({ id }) => Number(id))

  async function hold(tenantId: string, signal: AbortSignal): Promise<ToolDashboard[]> {
    const holder = holderOf(tenantId)
    const rows = await dashboards(`${holder}_`, signal)
    const shown = await Promise.all(rows.map((row) => shownAs(row, holder, signal)))
    return shown.toSorted((a, b) => a.name.localeCompare(b.name) || a.id.localeCompare(b.id))
  }

  /** May be framed by the portal and by nobody else; settled when somebody looks, so that what made it may break off. */
  const framed = (id: number, signal: AbortSignal) =>
    api.ask('GET', `/dashboard/${id}/embedded`, signal).catch((error: unknown) => {
      if (!(error instanceof SupersetProblem) || error.status !== 404) throw error
      return api.ask('POST', `/dashboard/${id}/embedded`, signal, { allowed_domains: [options.portalUrl] })
    })

  async function shownAs({ id, name }: Row, holder: string, signal: AbortSignal): Promise<ToolDashboard> {
    const [one, embedded, drawn] = await Promise.all([api.ask('GET', `/dashboard/${id}`, signal), framed(id, signal), api.ask('GET', `/dashboard/${id}/charts`, signal)])
    const { dashboard_title: title, uuid } = one.result as Record<string, string | null>
    const embeddedId = (embedded.result as { uuid: string }).uuid
    const key = name.slice(holder.length + 1)
    return { id: key, name: title ?? '', summary: assets.summaryOf(key), embeddedId, toolIds: [String(id), ...(uuid ? [uuid] : []), embeddedId], charts: chartsOf(drawnCharts(drawn)) }
  }

  const holding = forName((tenantId) => asking(deadlineMs.ask, async (signal) => done(await hold(tenantId, signal))))

  const tool: BiTool = {
    title: 'Superset',
    connectionsOf: (tenantId) => [holderOf(tenantId), lakeOf(holderOf(tenantId))],
    holding,
    listWhole: () =>
      asking(deadlineMs.ask, async (signal) => {
        const [rows, held] = await Promise.all([dashboards(prefix, signal), lakePassword ? databases(prefix, signal) : []])
        const drawn = Map.groupBy(rows, ({ name }) => name.split('_')[0]!)
        const hasLake = (holder: string) => !lakePassword || held.some(({ name }) => name === lakeOf(holder))
        const isWhole = ([holder, rows]: [string, Row[]]) => assets.keys.every((key) => rows.some(({ name }) => name === `${holder}_${key}`)) && hasLake(holder)
        return done([...drawn].filter(isWhole).map(([holder]) => holder.slice(prefix.length)))
      }),
    // Twice at once is once; another process that does the same is answered by Superset with a refusal, and tried again.
    ensureDashboards: forName((tenantId, storyTenantId: string) => {
      const odd = refusedName(storyTenantId)
      if (odd) return Promise.resolve(odd as Outcome<number>)
      const running = making.get(tenantId) ?? make(tenantId).finally(() => making.delete(tenantId))
      making.set(tenantId, running)
      return running
    }),
    listDashboards: forName(async (tenantId) => {
      const held = await holding(tenantId)
      return held.ok ? done(held.value.map(({ id, name, summary }) => ({ id, name, summary }))) : held
    }),
    // The login first: whatever else is left then, it opens nothing.
    removeDashboards: forName(async (tenantId) => {
      const closed = await logins.remove(tenantId)
      if (!closed.ok) return closed
      return asking(deadlineMs.make, async (signal) => done(await drop(tenantId, signal)))
    }),
    listHolders: async (start) => {
      const known = await logins.list(start)
      if (!known.ok) return known
      return asking(deadlineMs.ask, async (signal) => {
        const [held, drawn] = await Promise.all([databases(holderOf(start), signal), dashboards(holderOf(start), signal)])
        const names = [...held, ...drawn].map(({ name }) => name.split('_')[0]!.slice(prefix.length))
        return done([...new Set([...known.value, ...names])].sort())
      })
    },
    guestToken: forName((tenantId, embeddedId: string) =>
      asking(deadlineMs.ask, async (signal) => {
        const body = { user: { username: tenantId, first_name: 'Millrace', last_name: 'guest' }, resources: [{ type: 'dashboard', id: embeddedId }], rls: [] }
        const { token } = await api.ask('POST', '/security/guest_token/', signal, body)
        return done({ token: String(token), seconds: 300 })
      }),
    ),
    forward({ method, path, headers, body, guestToken }, signal) {
      const sent = new Headers(headers)
      sent.set('referer', `${options.portalUrl}/`)
      if (guestToken) {
        sent.set('x-guesttoken', guestToken)
        sent.set('x-portal-key', options.portalKey)
      }
      return reach(`${new URL(options.url).origin}${path}`, signal, { method, headers: sent, body })
    },
    figures: forName((tenantId, dashboard: ToolDashboard) => askFigures({ tool, base: new URL(options.url).pathname, deadlineMs: deadlineMs.ask, limit }, tenantId, dashboard)),
  }
  return tool
}

function connection(databaseUrl: string, { user, password }: { user: string; password: string }): string {
  const url = new URL(databaseUrl)
  Object.assign(url, { protocol: 'postgresql:', username: user, password })
  return url.href.replace(/^postgresql:/, 'postgresql+psycopg2:')
}

/** Names the plant to the portal, which says where Trino is, as whom and with what: see superset_config.py. */
const lakeConnection = (tenantId: string, password: string) => `trino://${tenantId}:${password}@portal`

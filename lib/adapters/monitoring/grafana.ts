import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import type { MonitorDashboard, Monitoring } from '@/lib/adapters/monitoring/port'
import { done, failed, withDeadline } from '@/lib/adapters/outcome'

const target = z.object({ datasource: z.object({ uid: z.string() }), expr: z.string().optional(), rawSql: z.string().optional() })
const asset = z.object({ uid: z.string(), title: z.string(), description: z.string(), panels: z.array(z.object({ targets: z.array(target) })) })

/** Dashboards as they stand in a folder of Grafana's own JSON, by name. @throws when a file is none. */
export function readDashboards(folder: string): MonitorDashboard[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'))
  const read = files.map((name) => asset.parse(JSON.parse(readFileSync(path.join(folder, name), 'utf8'))))
  return read
    .map(({ uid, title, description, panels }) => {
      const targets = panels.flatMap((panel) => panel.targets)
      return { id: uid, name: title, summary: description, questions: targets.map(({ datasource, expr, rawSql }) => ({ sourceId: datasource.uid, text: expr ?? rawSql ?? '' })) }
    })
    .sort((a, b) => a.name.localeCompare(b.name))
}

interface Options {
  /** As the portal reaches it, with the path `/bi/grafana` below which it serves, without a trailing slash. */
  url: string
  assetsFolder: string
}

const healthMs = 5000

/** Grafana behind its auth proxy: whom the portal names is signed in, as a viewer. See platform/grafana/README.md. */
export function grafanaMonitoring({ url, assetsFolder }: Options): Monitoring {
  return {
    title: 'Grafana',
    dashboards: readDashboards(assetsFolder),
    health: () =>
      withDeadline(healthMs, async (signal) => {
        const answer = await fetch(`${url}/api/health`, { signal, redirect: 'manual' })
        return answer.ok ? done() : failed('unavailable', `it answers ${answer.status}`)
      }),
    forward: ({ method, path: asked, headers, body, user }, signal) => {
      const named = new Headers(headers)
      // What is no ASCII is no header.
      named.set('x-webauth-user', encodeURI(user))
      named.set('x-webauth-role', 'Viewer')
      return fetch(`${new URL(url).origin}${asked}`, { method, headers: named, body, signal, redirect: 'manual' })
    },
  }
}

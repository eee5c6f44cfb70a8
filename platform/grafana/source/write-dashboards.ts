import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { dashboards } from './dashboards'

/** As it stands in a file: ids of panels in their order, so that a change is a small one. */
export const textOf = (dashboard: object): string => `${JSON.stringify(dashboard, null, 2)}\n`

export const folder = path.join(import.meta.dirname, '../dashboards')
export const fileOf = (uid: string | undefined): string => path.join(folder, `${uid}.json`)

if (import.meta.url === `file://${process.argv[1]}`) for (const one of dashboards) writeFileSync(fileOf(one.uid), textOf(one))

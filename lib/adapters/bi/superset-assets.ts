import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { strToU8, zipSync } from 'fflate'

/** Assets as Superset exports them (platform/superset/assets), for any holder until they are made a holder's own. */
export interface SupersetAssets {
  /** Of the dashboards. */
  keys: string[]
  /** What a dashboard shows, in a sentence; Superset keeps it and does not answer it. */
  summaryOf(key: string): string
  /** A bundle for `assets/import`: these dashboards, and what they stand on. */
  bundle(holder: string, connection: string, keys: string[]): Uint8Array
  /** The same of the connection to the open tables and its datasets. */
  lakeBundle(holder: string, connection: string): Uint8Array
}

const uuid = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g
const dashboards = 'dashboards/'
const ofLake = (name: string) => /^data(bases|sets)\/lake[./]/.test(name)

export function readAssets(folder: string): SupersetAssets {
  const files = new Map(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.yaml'))
      .map((name) => [name.split(path.sep).join('/'), readFileSync(path.join(folder, name), 'utf8')]),
  )
  const keys = [...files.keys()].filter((name) => name.startsWith(dashboards)).map((name) => path.posix.basename(name, '.yaml')).sort()
  return {
    keys,
    summaryOf: (key) => /^description: (.+)$/m.exec(files.get(`${dashboards}${key}.yaml`) ?? '')?.[1] ?? '',
    bundle(holder, connection, wanted) {
      const chosen = wanted.map((key) => `${dashboards}${key}.yaml`)
      const ids = new Set(chosen.flatMap((name) => files.get(name)!.match(uuid) ?? []))
      // A chart comes with the dashboards that name it, so that one that somebody changed stays as it is.
      const isWanted = (name: string, text: string) => (name.startsWith(dashboards) ? chosen.includes(name) : !ofLake(name) && (!name.startsWith('charts/') || ids.has(ownId(text))))
      return zip([...files].filter(([name, text]) => isWanted(name, text)), holder, connection)
    },
    lakeBundle: (holder, connection) => zip([...files].filter(([name]) => ofLake(name) || name === 'metadata.yaml'), holder, connection),
  }
}

const zip = (files: [string, string][], holder: string, connection: string): Uint8Array =>
  zipSync(Object.fromEntries(files.map(([name, text]) => [`bundle/${name}`, strToU8(ownedBy(text, holder, connection))])))

const ownId = (text: string) => /^uuid: (.+)$/m.exec(text)![1]!

const ownedBy = (text: string, holder: string, connection: string) =>
  text.replace(uuid, (id) => idOf(holder, id)).replaceAll('${HOLDER}', holder).replaceAll('${CONNECTION}', connection)

/** The same thing of another holder has another id, always the same (RFC 9562, version 8 over SHA-256). */
function idOf(holder: string, id: string): string {
  const hash = createHash('sha256').update(`${holder} ${id}`).digest().subarray(0, 16)
  hash[6] = (hash[6]! & 0x0f) | 0x80
  hash[8] = (hash[8]! & 0x3f) | 0x80
  return hash.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

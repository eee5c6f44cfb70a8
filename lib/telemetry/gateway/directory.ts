import type pg from 'pg'
import { parseSettings, type Rule, type RuleKind } from '@/lib/alarm/rule'
import type { Database } from '@/lib/db'
import type { PlantNames } from '@/lib/telemetry/events/read-events'

export interface Source {
  id: string
  tenantId: string
  secretVersion: number
  previousUntil: number | null
  apiKeyHash: string | null
  /** The key before the present one, taken until then. */
  previousKey: { hash: string; until: number } | null
  /** Gives way to every other source of the same signal. */
  standsIn: boolean
}

export interface TenantEntry extends PlantNames {
  /** Unit of each signal. */
  units: Map<string, string>
  sources: Source[]
  rules: Rule[]
}

const channel = 'gateway_settings'
const reconnectMs = 1000

/** What the gateway must know of every tenant, in memory: a request never waits for the database to be let in. */
export class Directory {
  #tenants = new Map<string, TenantEntry>()
  #sources = new Map<string, Source>()
  #byKey = new Map<string, Source>()
  #client: pg.Client | undefined
  #closed = false

  /** `onChange` is told whose rules may have changed; null means all. */
  constructor(private readonly db: Database, private readonly onChange: (tenantIds: string[]) => void, private readonly onBroken: (error: unknown) => void) {}

  tenant = (id: string): TenantEntry | undefined => this.#tenants.get(id)
  source = (id: string): Source | undefined => this.#sources.get(id)
  sourceOfKey = (hash: string, now: number): Source | undefined => {
    const source = this.#byKey.get(hash)
    return source?.previousKey?.hash === hash && source.previousKey.until <= now ? undefined : source
  }
  tenantIds = (): string[] => [...this.#tenants.keys()]

  /** Listens, then reads everything; when the connection breaks, again and again until it stands. @throws when it cannot at first. */
  async open(): Promise<void> {
    const client = await this.db.operatorClient()
    let changed = new Set<string>()
    let timer: NodeJS.Timeout | undefined
    client.on('notification', ({ payload }) => {
      if (payload) changed.add(payload)
      // A plant that is being made changes many times in a moment.
      timer ??= setTimeout(() => {
        const ids = [...changed]
        changed = new Set()
        timer = undefined
        this.#load(ids).catch(this.onBroken)
      }, 50)
    })
    client.on('error', this.onBroken)
    client.on('end', () => void this.#reopen())
    await client.query(`LISTEN ${channel}`)
    this.#client = client
    await this.#load(null)
  }

  async close(): Promise<void> {
    this.#closed = true
    await this.#client?.end()
  }

  async #reopen(): Promise<void> {
    if (this.#closed) return
    await new Promise((resolve) => setTimeout(resolve, reconnectMs))
    await this.open().catch((error: unknown) => {
      this.onBroken(error)
      return this.#reopen()
    })
  }

  async #load(ids: string[] | null): Promise<void> {
    const pool = this.db.operatorPool
    const of = ids === null ? '' : 'WHERE tenant_id = ANY($1)'
    const values = ids === null ? [] : [ids]
    const [signals, sources, rules, nodes, reasons, products] = await Promise.all([
      pool.query<{ tenant_id: string; id: string; unit: string }>(`SELECT tenant_id, id, unit FROM signal ${of}`, values),
      pool.query<{ tenant_id: string; id: string; secret_version: number; previous_until: Date | null; api_key_hash: string | null; previous_api_key_hash: string | null; previous_key_until: Date | null; stands_in: boolean }>(
        `SELECT tenant_id, id, secret_version, previous_until, api_key_hash, previous_api_key_hash, previous_key_until, stands_in FROM ingest_source ${of || 'WHERE true'} AND disabled_at IS NULL`, values),
      pool.query<RuleRow>(`SELECT tenant_id, id, version, name, signal_id, kind, settings, priority, on_delay_seconds, off_delay_seconds FROM alarm_rule ${of || 'WHERE true'} AND enabled`, values),
      pool.query<{ tenant_id: string; id: string; level: string; parent_id: string | null }>(`SELECT tenant_id, id, level, parent_id FROM plant_node ${of}`, values),
      pool.query<{ tenant_id: string; code: string }>(`SELECT tenant_id, code FROM stop_reason ${of || 'WHERE true'} AND parent_code IS NOT NULL`, values),
      pool.query<{ tenant_id: string; id: string }>(`SELECT tenant_id, id FROM product ${of}`, values),
    ])
    const fresh = new Map<string, TenantEntry>()
    const entry = (id: string) => fresh.get(id) ?? fresh.set(id, emptyEntry()).get(id)!
    for (const row of signals.rows) entry(row.tenant_id).units.set(row.id, row.unit)
    for (const row of sources.rows) {
      const { tenant_id: tenantId, id, secret_version: secretVersion, previous_until, api_key_hash: apiKeyHash, previous_api_key_hash: hash, previous_key_until: until, stands_in: standsIn } = row
      const previousKey = hash && until ? { hash, until: until.getTime() } : null
      entry(tenantId).sources.push({ id, tenantId, secretVersion, previousUntil: previous_until?.getTime() ?? null, apiKeyHash, previousKey, standsIn })
    }
    for (const row of rules.rows) entry(row.tenant_id).rules.push(ruleOf(row))
    for (const { tenant_id, id, level } of nodes.rows) entry(tenant_id).places.set(id, { level, lineId: null })
    for (const { tenant_id, id, parent_id } of nodes.rows) {
      const { places } = entry(tenant_id)
      if (parent_id && places.get(parent_id)?.level === 'line') places.get(id)!.lineId = parent_id
    }
    for (const { tenant_id, code } of reasons.rows) entry(tenant_id).reasons.add(code)
    for (const { tenant_id, id } of products.rows) entry(tenant_id).products.add(id)
    const touched = ids ?? [...new Set([...this.#tenants.keys(), ...fresh.keys()])]
    for (const id of touched) this.#replace(id, fresh.get(id))
    this.onChange(touched)
  }

  #replace(id: string, entry: TenantEntry | undefined): void {
    for (const source of this.#tenants.get(id)?.sources ?? []) {
      this.#sources.delete(source.id)
      for (const hash of keysOf(source)) this.#byKey.delete(hash)
    }
    if (!entry) {
      this.#tenants.delete(id)
      return
    }
    this.#tenants.set(id, entry)
    for (const source of entry.sources) {
      this.#sources.set(source.id, source)
      for (const hash of keysOf(source)) this.#byKey.set(hash, source)
    }
  }
}

const keysOf = ({ apiKeyHash, previousKey }: Source): string[] => [apiKeyHash, previousKey?.hash ?? null].filter((hash) => hash !== null)

const emptyEntry = (): TenantEntry => ({ units: new Map(), sources: [], rules: [], places: new Map(), reasons: new Set(), products: new Set() })

interface RuleRow {
  tenant_id: string
  id: string
  version: number
  name: string
  signal_id: string
  kind: RuleKind
  settings: unknown
  priority: number
  on_delay_seconds: number
  off_delay_seconds: number
}

const ruleOf = (row: RuleRow): Rule => ({
  ...parseSettings(row.kind, row.settings),
  tenantId: row.tenant_id, id: row.id, version: row.version, name: row.name, signalId: row.signal_id,
  priority: row.priority, onDelaySeconds: row.on_delay_seconds, offDelaySeconds: row.off_delay_seconds,
})

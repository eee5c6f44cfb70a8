/** What Trino asks of its policy (OPA's API), as far as it counts here. */
export interface PolicyQuestion {
  input?: {
    context?: { identity?: { user?: string } }
    action?: { operation?: string; resource?: Record<string, Record<string, unknown> | undefined> }
  }
}

/** Makes catalogues, and reads no table. */
export const trinoAdministrator = 'millrace'

/** Who a plant is in Trino; ids have no underscore. */
export const trinoUser = (tenantId: string): string => `t_${tenantId.replaceAll('-', '_')}`

/** Its catalogue; another one when what it is made with changes. */
export const trinoCatalog = (tenantId: string, digest: string): string => `${trinoUser(tenantId)}__${digest.slice(0, 8)}`

/** Who one run of the marts is, and the catalogue that it may fill: they have one name. `id`: eight hexadecimal digits. */
export const trinoRun = (tenantId: string, id: string): string => `${runsOf(tenantId)}${id}`

/** The catalogues of runs of this plant, among all that Trino has: also those of runs that were killed. */
export const runCatalogsOf = (tenantId: string, catalogs: string[]): string[] => catalogs.filter((name) => name.startsWith(runsOf(tenantId)) && /^[0-9a-f]{8}$/.test(name.slice(runsOf(tenantId).length)))

const runsOf = (tenantId: string) => `r_${tenantId.replaceAll('-', '_')}__`

const ownCatalog = (user: string, catalog: unknown) => typeof catalog === 'string' && new RegExp(`^${user}__[0-9a-f]{8}$`).test(catalog)

const administers = new Set(['ExecuteQuery', 'AccessCatalog', 'FilterCatalogs', 'CreateCatalog', 'DropCatalog', 'ShowSchemas', 'FilterSchemas'])
const reads = new Set(['SelectFromColumns', 'ShowColumns', 'ShowTables', 'ShowSchemas', 'FilterTables', 'FilterSchemas', 'FilterColumns', 'AccessCatalog', 'FilterCatalogs', 'ExecuteFunction', 'ShowFunctions', 'FilterFunctions'])
/** What a run makes in its own catalogue. */
const fills = new Set(['CreateTable', 'InsertIntoTable', 'DropTable'])
/** Limits that the product sets with each query. */
const limits = new Set(['query_max_run_time', 'query_max_memory'])

/**
 * Whether Trino lets somebody do it: each plant reads its own catalogue, and a run of its marts fills one more, which no
 * other reads. What is not named here is refused.
 */
export function trinoAllows({ input }: PolicyQuestion): boolean {
  const [user, { operation = '', resource = {} }] = [input?.context?.identity?.user ?? '', input?.action ?? {}]
  if (user === trinoAdministrator) return administers.has(operation)
  const run = /^r_([a-z0-9_]+)__[0-9a-f]{8}$/.exec(user)
  if (!run && !/^t_[a-z0-9_]+$/.test(user)) return false
  if (operation === 'ExecuteQuery') return true
  if (operation === 'SetSystemSessionProperty') return limits.has(String(resource.systemSessionProperty?.name))
  if (operation.endsWith('QueryOwnedBy')) return resource.user?.user === user
  const catalog = catalogOf(resource)
  if (run && fills.has(operation)) return catalog === user
  if (!reads.has(operation)) return false
  // Functions that every query has, as sum(), are of the catalogue `system`, schema `builtin`.
  if (resource.function && catalog === 'system') return resource.function.schemaName === 'builtin'
  return run ? catalog === user || ownCatalog(`t_${run[1]}`, catalog) : ownCatalog(user, catalog)
}

function catalogOf(resource: Record<string, Record<string, unknown> | undefined>): unknown {
  const named = resource.table ?? resource.schema ?? resource.catalog ?? resource.function
  return named?.catalogName ?? (resource.catalog && named?.name)
}

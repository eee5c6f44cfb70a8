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

const ownCatalog = (user: string, catalog: unknown) => typeof catalog === 'string' && new RegExp(`^${user}__[0-9a-f]{8}$`).test(catalog)

const administers = new Set(['ExecuteQuery', 'AccessCatalog', 'FilterCatalogs', 'CreateCatalog', 'DropCatalog', 'ShowSchemas', 'FilterSchemas'])
const reads = new Set(['SelectFromColumns', 'ShowColumns', 'ShowTables', 'ShowSchemas', 'FilterTables', 'FilterSchemas', 'FilterColumns', 'AccessCatalog', 'FilterCatalogs', 'ExecuteFunction', 'ShowFunctions', 'FilterFunctions'])
/** Limits that the product sets with each query. */
const limits = new Set(['query_max_run_time', 'query_max_memory'])

/** Whether Trino lets somebody do it: each plant reads its own catalogue, and nobody writes. What is not named here is refused. */
export function trinoAllows({ input }: PolicyQuestion): boolean {
  const [user, { operation = '', resource = {} }] = [input?.context?.identity?.user ?? '', input?.action ?? {}]
  if (user === trinoAdministrator) return administers.has(operation)
  if (!/^t_[a-z0-9_]+$/.test(user)) return false
  if (operation === 'ExecuteQuery') return true
  if (operation === 'SetSystemSessionProperty') return limits.has(String(resource.systemSessionProperty?.name))
  if (operation.endsWith('QueryOwnedBy')) return resource.user?.user === user
  if (!reads.has(operation)) return false
  const named = resource.table ?? resource.schema ?? resource.catalog ?? resource.function
  const catalog = named?.catalogName ?? (resource.catalog && named?.name)
  // Functions that every query has, as sum(), are of the catalogue `system`, schema `builtin`.
  if (resource.function && catalog === 'system') return resource.function.schemaName === 'builtin'
  return ownCatalog(user, catalog)
}

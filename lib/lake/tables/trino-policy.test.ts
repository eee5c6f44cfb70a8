import { describe, expect, it } from 'vitest'
import { trinoAdministrator, trinoAllows, trinoCatalog, trinoUser } from '@/lib/lake/tables/trino-policy'

const mine = trinoUser('demo-a')
const catalog = trinoCatalog('demo-a', '0123456789abcdef')
const may = (user: string, operation: string, resource: Record<string, Record<string, unknown>> = {}) => trinoAllows({ input: { context: { identity: { user } }, action: { operation, resource } } })
const table = (catalogName: string) => ({ table: { catalogName, schemaName: 'gold', tableName: 'oee', columns: ['line'] } })

describe('what Trino lets a plant do', () => {
  it('is to read its own catalogue', () => {
    expect(may(mine, 'ExecuteQuery')).toBe(true)
    expect(may(mine, 'SelectFromColumns', table(catalog))).toBe(true)
    expect(may(mine, 'AccessCatalog', { catalog: { name: catalog } })).toBe(true)
    expect(may(mine, 'ExecuteFunction', { function: { catalogName: 'system', schemaName: 'builtin', functionName: 'sum' } })).toBe(true)
    expect(may(mine, 'SetSystemSessionProperty', { systemSessionProperty: { name: 'query_max_memory' } })).toBe(true)
  })

  it.each(['demo-b', 'demo', 'demo-a-b', 'demo-a--deadbeef'])('is not to read what is of %s', (other) => {
    for (const of of [trinoCatalog(other, '0123456789abcdef'), 'system']) {
      expect(may(mine, 'SelectFromColumns', table(of))).toBe(false)
      expect(may(mine, 'AccessCatalog', { catalog: { name: of } })).toBe(false)
      expect(may(mine, 'FilterSchemas', { schema: { catalogName: of, schemaName: 'gold' } })).toBe(false)
    }
  })

  it.each(['InsertIntoTable', 'DeleteFromTable', 'UpdateTableColumns', 'CreateTable', 'DropTable', 'CreateCatalog', 'DropCatalog', 'ImpersonateUser', 'SetCatalogSessionProperty', 'ExecuteProcedure', 'ExecuteTableProcedure', 'ReadSystemInformation', 'WriteSystemInformation', 'SomethingNew'])('is not %s, in its own catalogue neither', (operation) => {
    expect(may(mine, operation, { ...table(catalog), catalog: { name: catalog } })).toBe(false)
  })

  it('is not to see or end what others ask, nor to lift its limits', () => {
    expect(may(mine, 'ViewQueryOwnedBy', { user: { user: trinoUser('demo-b') } })).toBe(false)
    expect(may(mine, 'KillQueryOwnedBy', { user: { user: mine } })).toBe(true)
    expect(may(mine, 'SetSystemSessionProperty', { systemSessionProperty: { name: 'query_max_cpu_time' } })).toBe(false)
  })

  it('is nothing for a name of no plant, and for the administrator to make catalogues', () => {
    for (const user of ['', 'root', 't_', 't_.*']) expect(may(user, 'SelectFromColumns', table(`${user}__01234567`))).toBe(false)
    expect(trinoAllows({})).toBe(false)
    expect(may(trinoAdministrator, 'CreateCatalog', { catalog: { name: catalog } })).toBe(true)
    expect(may(trinoAdministrator, 'SelectFromColumns', table(catalog))).toBe(false)
  })
})

import { describe, expect, it } from 'vitest'
import { runCatalogsOf, trinoAdministrator, trinoAllows, trinoCatalog, trinoRun, trinoUser } from '@/lib/lake/tables/trino-policy'

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

describe('what Trino lets a run of the marts do', () => {
  const run = trinoRun('demo-a', '01234567')
  const made = ['CreateTable', 'InsertIntoTable', 'DropTable']

  it('is to read its plant’s catalogue, and to fill and read the one that has its name', () => {
    expect(may(run, 'ExecuteQuery')).toBe(true)
    for (const of of [catalog, run]) {
      expect(may(run, 'SelectFromColumns', table(of))).toBe(true)
      expect(may(run, 'AccessCatalog', { catalog: { name: of } })).toBe(true)
    }
    for (const operation of made) expect(may(run, operation, table(run)), operation).toBe(true)
  })

  it.each(made)('is not %s anywhere else', (operation) => {
    for (const of of [catalog, trinoRun('demo-a', '89abcdef'), trinoRun('demo-b', '01234567'), trinoCatalog('demo-b', '0123456789'), 'system', `${run}0`]) expect(may(run, operation, table(of)), of).toBe(false)
    expect(may(run, operation, {})).toBe(false)
    expect(may(mine, operation, table(run))).toBe(false)
    expect(may(trinoAdministrator, operation, table(run))).toBe(false)
  })

  it('is not to read another plant, another run, or what Trino knows of others', () => {
    for (const of of [trinoCatalog('demo-b', '0123456789'), trinoCatalog('demo-a-b', '0123456789'), trinoRun('demo-a', '89abcdef'), 'system']) {
      expect(may(run, 'SelectFromColumns', table(of)), of).toBe(false)
      expect(may(run, 'FilterCatalogs', { catalog: { name: of } }), of).toBe(false)
    }
    expect(may(run, 'ViewQueryOwnedBy', { user: { user: trinoRun('demo-a', '89abcdef') } })).toBe(false)
  })

  it.each(['RenameTable', 'CreateView', 'DropView', 'DeleteFromTable', 'TruncateTable', 'UpdateTableColumns', 'CreateSchema', 'DropSchema', 'CreateCatalog', 'DropCatalog', 'ImpersonateUser', 'CreateViewWithSelectFromColumns', 'ExecuteTableProcedure', 'GrantTablePrivilege', 'SomethingNew'])('is not %s, in its own catalogue neither', (operation) => {
    expect(may(run, operation, { ...table(run), catalog: { name: run } })).toBe(false)
  })

  it('is nothing for a name that is no run’s, and a plant reads nobody’s run', () => {
    for (const user of ['r_demo_a', 'r_demo_a__0123456', 'r_demo_a__0123456g', 'r___01234567']) expect(may(user, 'CreateTable', table(user)), user).toBe(false)
    expect(may(mine, 'SelectFromColumns', table(run))).toBe(false)
  })

  it('leaves catalogues that can be told from those of other plants', () => {
    const theirs = [trinoRun('demo-a-b', '01234567'), trinoRun('demo', '01234567'), trinoRun('demo-a--01234567', '89abcdef'), catalog]
    expect(runCatalogsOf('demo-a', [...theirs, run])).toEqual([run])
  })
})

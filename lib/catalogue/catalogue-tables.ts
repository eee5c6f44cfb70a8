import { type LakeTable, lakeTables } from '@/lib/lake/query/tables'
import { tableSubjects } from '@/lib/plant/export-tables'

export type CatalogName = LakeTable['schema']

export interface CatalogueTable extends Omit<LakeTable, 'schema' | 'subject'> {
  catalog: CatalogName
  schema: LakeTable['subject']
  /** `silver.production.stops`: where it stands. */
  fullName: string
  /** `silver.stops`: how it is asked in a query, and its key everywhere here. */
  sqlName: string
}

export const catalogs: { name: CatalogName; meaning: string }[] = [
  { name: 'bronze', meaning: 'Readings as they came, sealed in encrypted files' },
  { name: 'silver', meaning: 'What the product knows of the plant, cleaned and named' },
  { name: 'gold', meaning: 'Figures made of it, as a BI tool gets them' },
]

export const schemas: { name: LakeTable['subject']; meaning: string }[] = tableSubjects.map((name) => ({ name, meaning: { production: 'Runs, counts, stops and what they cost', quality: 'Samples, subgroups, good and rejected', equipment: 'Signals, states, alarms, work orders, energy', materials: 'Batches and what went into them' }[name] }))

/** Every table that the query room offers, at its place; there is no other list. */
export const catalogueTables: CatalogueTable[] = lakeTables.map(({ schema: catalog, subject: schema, ...table }) => ({ ...table, catalog, schema, fullName: `${catalog}.${schema}.${table.name}`, sqlName: `${catalog}.${table.name}` }))

/** By either of its names. */
export const findCatalogueTable = (name: string): CatalogueTable | undefined => catalogueTables.find(({ fullName, sqlName }) => name === fullName || name === sqlName)

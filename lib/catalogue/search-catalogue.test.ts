import { describe, expect, it } from 'vitest'
import { catalogueTables } from '@/lib/catalogue/catalogue-tables'
import { fieldTerms } from '@/lib/catalogue/field-terms'
import { searchCatalogue } from '@/lib/catalogue/search-catalogue'
import { emptyNote } from '@/lib/catalogue/table-notes'

const glossary = fieldTerms.map((term) => ({ ...term, isOwn: false }))
const search = (question: string, notes = new Map<string, ReturnType<typeof emptyNote>>()) => searchCatalogue(question, catalogueTables, notes, glossary).map(({ table }) => table.sqlName)

describe('the search of the catalogue', () => {
  it('without words finds every table in its order', () => expect(search(' ')).toEqual(catalogueTables.map(({ sqlName }) => sqlName)))
  it('finds a table by its name first', () => expect(search('stops')[0]).toBe('silver.stops'))
  it('finds a table by a column and says which', () => {
    const [first] = searchCatalogue('peak_kw', catalogueTables, new Map(), glossary)
    expect([first!.table.sqlName, first!.columns]).toEqual(['gold.energy', ['kwh', 'mean_kw', 'peak_kw'].filter((name) => name === 'peak_kw' || name.includes('kw'))])
  })
  it('finds a table by a term of the glossary', () => expect(search('planned busy')).toContain('silver.stops'))
  it('finds a table by what people of the plant say of it', () => expect(search('night shift', new Map([['silver.batches', { ...emptyNote('silver.batches'), owner: 'Night shift' }]]))).toEqual(['silver.batches']))
  it('asks for every word', () => expect(search('stops unicorn')).toEqual([]))
})

describe('the catalogue', () => {
  it('gives every table one place and one name', () => {
    for (const key of ['fullName', 'sqlName', 'name'] as const) expect(new Set(catalogueTables.map((table) => table[key])).size).toBe(catalogueTables.length)
  })
  it('has every field term at tables that there are', () => {
    const there = new Set(catalogueTables.map(({ sqlName }) => sqlName))
    expect(fieldTerms.flatMap(({ tables }) => tables).filter((name) => !there.has(name))).toEqual([])
  })
})

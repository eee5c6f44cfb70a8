import type { CatalogueTable } from '@/lib/catalogue/catalogue-tables'
import type { GlossaryEntry } from '@/lib/catalogue/glossary'
import { emptyNote, type TableNoteInput } from '@/lib/catalogue/table-notes'

export interface Found {
  table: CatalogueTable
  note: TableNoteInput
  /** Columns in whose name or meaning the words stand. */
  columns: string[]
  terms: string[]
}

/**
 * Tables in which every word of the question stands somewhere: name, description, owner, tag, column or a glossary term
 * that belongs to it. Best first: in the name, then in a column, then elsewhere. No words: all, in their order. Pure.
 */
export function searchCatalogue(question: string, tables: CatalogueTable[], notes: Map<string, TableNoteInput>, glossary: GlossaryEntry[]): Found[] {
  const words = question.toLowerCase().split(/[\s_.]+/).filter(Boolean)
  return tables.map((table) => judge(words, table, notes.get(table.sqlName) ?? emptyNote(table.sqlName), glossary)).filter(({ rank }) => rank > 0).toSorted((a, b) => b.rank - a.rank).map(({ found }) => found)
}

function judge(words: string[], table: CatalogueTable, note: TableNoteInput, glossary: GlossaryEntry[]): { found: Found; rank: number } {
  const own = glossary.filter(({ tables }) => tables.includes(table.sqlName))
  const name = plain(`${table.fullName} ${table.title}`)
  const places = [
    { text: name, weight: 4 },
    ...table.columns.map((column) => ({ text: plain(`${column.name} ${column.meaning}`), weight: 2 })),
    { text: plain([table.row, note.description, note.owner, ...note.tags, ...own.flatMap((term) => [term.name, term.meaning])].join(' ')), weight: 1 },
  ]
  const ranks = words.map((word) => Math.max(0, ...places.filter(({ text }) => text.includes(word)).map(({ weight }) => weight)))
  const hits = (text: string) => words.some((word) => plain(text).includes(word))
  const found = { table, note, columns: table.columns.filter((column) => hits(`${column.name} ${column.meaning}`)).map((column) => column.name), terms: own.map((term) => term.name) }
  return { found, rank: ranks.includes(0) ? 0 : 1 + ranks.reduce((sum, rank) => sum + rank, 0) }
}

const plain = (text: string): string => text.toLowerCase().replaceAll('_', ' ')

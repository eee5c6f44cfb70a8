import Link from 'next/link'
import { newestWords, rowsWords } from '@/components/catalogue/extent-words'
import { DataTable } from '@/components/ui/data-table'
import { Empty } from '@/components/ui/empty'
import { Tag } from '@/components/ui/tag'
import type { CatalogueView } from '@/lib/catalogue/load-catalogue'

/** Tables that were found, each at its place. */
export function CatalogueList({ found, extents, now, timeZone, all, isSearch }: CatalogueView & { isSearch: boolean }) {
  return (
    <DataTable
      caption="Tables of the catalogue"
      rows={found}
      rowKey={({ table }) => table.fullName}
      count={found.length === all ? `${all} tables` : `${found.length} of ${all} tables`}
      empty={<Empty action={<Link href="/catalog">Show all tables</Link>}>No table has these words in its name, its columns, its description or its glossary terms.</Empty>}
      columns={[
        {
          key: 'table', head: 'Table',
          cell: ({ table, columns }) => (
            <>
              <Link href={`/catalog/${table.fullName}`} className="catalogue-name"><span className="text-ink-3">{table.catalog}.{table.schema}.</span>{table.name}</Link>
              <small className="catalogue-row">{table.row}{isSearch && columns.length > 0 && <>; in {columns.slice(0, 4).join(', ')}</>}</small>
            </>
          ),
        },
        { key: 'owner', head: 'Owner', phone: 'hidden', cell: ({ note }) => note.owner || <span className="text-ink-3">nobody yet</span> },
        { key: 'tags', head: 'Tags and terms', phone: 'hidden', cell: ({ note, terms }) => <span className="catalogue-tags">{note.tags.map((tag) => <Tag key={tag}>{tag}</Tag>)}{terms.length > 0 && <span className="text-ink-3">{terms.join(', ')}</span>}</span> },
        { key: 'rows', head: 'Rows', align: 'right', phone: 'hidden', cell: ({ table }) => rowsWords(extents.get(table.sqlName)!) },
        { key: 'newest', head: 'Newest row', align: 'right', cell: ({ table }) => newestWords(extents.get(table.sqlName)!, now, timeZone) },
      ]}
    />
  )
}

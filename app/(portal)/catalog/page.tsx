import { Search } from 'lucide-react'
import type { Metadata } from 'next'
import '@/components/catalogue/catalogue.css'
import { CatalogueHead } from '@/components/catalogue/catalogue-head'
import { CatalogueList } from '@/components/catalogue/catalogue-list'
import { Button } from '@/components/ui/button'
import { Panel } from '@/components/ui/panel'
import { Segmented } from '@/components/ui/segmented'
import { TextField } from '@/components/ui/text-field'
import { requirePerson } from '@/lib/auth/current-person'
import { catalogs } from '@/lib/catalogue/catalogue-tables'
import { loadCatalogue } from '@/lib/catalogue/load-catalogue'
import { system } from '@/lib/system'

export const metadata: Metadata = { title: 'Catalogue' }

interface Props {
  searchParams: Promise<{ q?: string; catalog?: string; tag?: string }>
}

export default async function CataloguePage({ searchParams }: Props) {
  const person = await requirePerson('plant.view')
  const asked = await searchParams
  const view = await loadCatalogue(system(), person, asked)
  const href = (change: Partial<typeof asked>) => {
    const kept = Object.entries({ ...asked, ...change }).filter((entry): entry is [string, string] => Boolean(entry[1]))
    return kept.length > 0 ? `/catalog?${new URLSearchParams(kept)}` : '/catalog'
  }
  return (
    <div className="portal-body">
      <CatalogueHead crumbs={view.plant} title="Catalogue" current="tables">
        Every table of this plant: what a row is, who answers for it, how new it is and where it comes from.
      </CatalogueHead>
      <Panel label="Tables" flush>
        <div className="catalogue-tools">
          <form action="/catalog" role="search" className="catalogue-search">
            <TextField label="Search tables, columns and terms" labelHidden name="q" type="search" defaultValue={asked.q} placeholder="Search tables, columns and terms" />
            {asked.catalog && <input type="hidden" name="catalog" value={asked.catalog} />}
            <Button type="submit" icon={<Search className="icon" aria-hidden />}>Search</Button>
          </form>
          <Segmented label="Catalog" current={asked.catalog ?? ''} segments={[{ key: '', label: 'All', href: href({ catalog: '' }) }, ...catalogs.map(({ name }) => ({ key: name, label: name, href: href({ catalog: name }) }))]} />
          {view.tags.length > 0 && <Segmented label="Tag" current={asked.tag ?? ''} segments={[{ key: '', label: 'Any tag', href: href({ tag: '' }) }, ...view.tags.slice(0, 8).map((tag) => ({ key: tag, label: tag, href: href({ tag }) }))]} />}
        </div>
        <CatalogueList {...view} isSearch={Boolean(asked.q)} />
      </Panel>
      <p className="text-small text-ink-3">
        The same for programs: the read part of the Unity Catalog API under <span className="text-mono">/api/2.1/unity-catalog</span>, with an API key.
      </p>
    </div>
  )
}

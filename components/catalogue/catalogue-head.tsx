import type { ReactNode } from 'react'
import { Segmented } from '@/components/ui/segmented'

/** Title of the catalogue's pages and the way between them. */
export function CatalogueHead({ crumbs, title, current, children }: { crumbs: string; title: string; current: 'tables' | 'glossary' | 'lineage' | 'marts' | 'quality'; children: ReactNode }) {
  return (
    <div className="title-row">
      <div>
        <p className="crumbs">{crumbs}</p>
        <h1 className="text-page">{title}</h1>
        <p>{children}</p>
      </div>
      <Segmented label="Part of the catalogue" current={current} segments={[{ key: 'tables', label: 'Tables', href: '/catalog' }, { key: 'glossary', label: 'Glossary', href: '/catalog/glossary' }, { key: 'lineage', label: 'Lineage', href: '/catalog/lineage' }, { key: 'marts', label: 'Marts', href: '/catalog/marts' }, { key: 'quality', label: 'Quality', href: '/catalog/quality' }]} />
    </div>
  )
}

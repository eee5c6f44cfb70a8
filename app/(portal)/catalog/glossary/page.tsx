import type { Metadata } from 'next'
import '@/components/catalogue/catalogue.css'
import { CatalogueHead } from '@/components/catalogue/catalogue-head'
import { GlossaryPanel } from '@/components/catalogue/glossary-panel'
import { may } from '@/lib/auth/capabilities'
import { requirePerson } from '@/lib/auth/current-person'
import { listGlossary } from '@/lib/catalogue/glossary'
import { loadNotes } from '@/lib/catalogue/table-notes'
import { loadTenant } from '@/lib/plant/views/load-tenant'
import { system } from '@/lib/system'

export const metadata: Metadata = { title: 'Glossary' }

export default async function GlossaryPage() {
  const person = await requirePerson('plant.view')
  const sys = system()
  const [{ name }, notes] = await Promise.all([loadTenant(sys, person), loadNotes(sys, person)])
  const words = await listGlossary(sys, person, notes.values())
  return (
    <div className="portal-body">
      <CatalogueHead crumbs={name} title="Glossary" current="glossary">
        What the words in tables and figures mean: those of the field with their standard, and those of this plant.
      </CatalogueHead>
      <GlossaryPanel words={words} mayEdit={may(person.roles, 'plant.setup')} />
    </div>
  )
}

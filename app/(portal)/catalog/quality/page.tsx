import type { Metadata } from 'next'
import { BrokenRules } from '@/components/catalogue/broken-rules'
import '@/components/catalogue/catalogue.css'
import { CatalogueHead } from '@/components/catalogue/catalogue-head'
import { PromiseTable } from '@/components/catalogue/promise-table'
import { ScoreTable } from '@/components/catalogue/score-table'
import { Empty } from '@/components/ui/empty'
import { Panel } from '@/components/ui/panel'
import { requirePerson } from '@/lib/auth/current-person'
import { loadQuality } from '@/lib/catalogue/load-quality'
import { system } from '@/lib/system'

export const metadata: Metadata = { title: 'Data quality' }

export default async function QualityPage() {
  const person = await requirePerson('plant.view')
  const { plant, timeZone, quality } = await loadQuality(system(), person)
  return (
    <div className="portal-body">
      <CatalogueHead crumbs={plant} title="Data quality" current="quality">
        Whether data is as fresh as promised, how good each table was on each day, and what is broken since when. Days are UTC.
      </CatalogueHead>
      {quality ? (
        <>
          <PromiseTable promises={quality.promises} days={quality.days} />
          <BrokenRules broken={quality.broken} isMeasured={quality.tables.some(({ measuredAt }) => measuredAt)} timeZone={timeZone} />
          <ScoreTable tables={quality.tables} days={quality.days} timeZone={timeZone} />
          <p className="text-small text-ink-3">A customer’s tables are measured every night; any table is when somebody measures it on its own page.</p>
        </>
      ) : (
        <Panel label="Quality"><Empty>Quality is about the whole plant. It is shown to people who may download the data of all of it.</Empty></Panel>
      )}
    </div>
  )
}

import Link from 'next/link'
import { DataTable } from '@/components/ui/data-table'
import { formatNumber } from '@/components/ui/format'
import { Panel } from '@/components/ui/panel'
import { publishedExamples } from '@/lib/tools/published'
import { agrees } from '@/lib/tools/published-figure'
import { siteMetadata } from '@/lib/site/site-pages'

export const metadata = siteMetadata('/validation')

export default function ValidationPage() {
  const examples = publishedExamples()
  const all = examples.flatMap(({ figures }) => figures)
  const right = all.filter(agrees).length
  return (
    <main id="content" className="mx-auto grid grid-cols-1 max-w-[1280px] gap-5 px-4 md:px-10 py-12">
      <div>
        <h1 className="text-section">Validation</h1>
        <p className="mt-2 max-w-[68ch] text-ink-2">
          {right} of {all.length} published figures are reproduced to their last printed digit. They were computed when this page was made, by the engine behind every screen, export and <Link href="/docs/api">API</Link>.
        </p>
      </div>
      {examples.map(({ title, source, figures }) => (
        <Panel key={title} title={title} note={source} flush>
          <DataTable
            caption={`${title}, ${source}`}
            density="dense"
            head="plain"
            rows={figures}
            rowKey={({ name }) => name}
            columns={[
              { key: 'name', head: 'Figure', cell: ({ name }) => name },
              { key: 'published', head: 'Published', align: 'right', cell: ({ published, digits }) => formatNumber(published, digits) },
              { key: 'ours', head: 'Ours', align: 'right', cell: ({ ours, digits }) => (ours === null ? '— refused' : formatNumber(ours, digits)) },
              { key: 'difference', head: 'Difference', align: 'right', phone: 'hidden', cell: ({ ours, published }) => (ours === null ? '—' : (ours - published).toExponential(1)) },
              { key: 'verdict', head: 'Verdict', cell: (one) => (agrees(one) ? 'agrees' : <b>differs</b>) },
            ]}
          />
        </Panel>
      ))}
    </main>
  )
}

import { SpcAnalyser } from '@/components/tools/spc-analyser'
import { siteMetadata } from '@/lib/site/site-pages'

export const metadata = siteMetadata('/tools/spc')

export default function SpcToolPage() {
  return (
    <main id="content" className="mx-auto grid grid-cols-1 max-w-[1280px] gap-5 px-4 md:px-10 py-12">
      <div>
        <h1 className="text-section">SPC analyser</h1>
        <p className="mt-2 max-w-[68ch] text-ink-2">
          Paste a column or a table from a spreadsheet, or upload a CSV. Headers, counters, times, units and decimal commas are understood; what is left out is said.
        </p>
      </div>
      <SpcAnalyser place={{ on: 'site' }} />
    </main>
  )
}

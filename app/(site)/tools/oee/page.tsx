import { OeeCalculator } from '@/components/tools/oee-calculator'
import { siteMetadata } from '@/lib/site/site-pages'

export const metadata = siteMetadata('/tools/oee')

export default function OeeToolPage() {
  return (
    <main id="content" className="mx-auto grid grid-cols-1 max-w-[1280px] gap-5 px-4 md:px-10 py-12">
      <div>
        <h1 className="text-section">OEE calculator</h1>
        <p className="mt-2 max-w-[68ch] text-ink-2">Six totals of one shift, as they stand on the shift sheet. OEE is the ideal time of good pieces ÷ planned busy time (ISO 22400-2).</p>
      </div>
      <OeeCalculator place={{ on: 'site' }} />
    </main>
  )
}

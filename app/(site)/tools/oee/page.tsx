import type { Metadata } from 'next'
import { OeeCalculator } from '@/components/tools/oee-calculator'

export const metadata: Metadata = { title: 'OEE calculator', description: 'OEE of one shift from its totals by ISO 22400-2, with the minutes that each loss took.' }

export default function OeeToolPage() {
  return (
    <main id="content" className="mx-auto grid max-w-[1168px] gap-5 px-4 py-12">
      <div>
        <h1 className="text-section">OEE calculator</h1>
        <p className="mt-2 max-w-[68ch] text-ink-2">Six totals of one shift, as they stand on the shift sheet. OEE is the ideal time of good pieces ÷ planned busy time (ISO 22400-2).</p>
      </div>
      <OeeCalculator place={{ on: 'site' }} />
    </main>
  )
}

import { RoiCalculator } from '@/components/tools/roi-calculator'
import { roiTexts } from '@/components/tools/roi-fields'
import { siteMetadata } from '@/lib/site/site-pages'

export const metadata = siteMetadata('/tools/roi')

/** A shared address carries the fields. */
export default async function RoiToolPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  return (
    <main id="content" className="mx-auto grid grid-cols-1 max-w-[1280px] gap-5 px-4 md:px-10 py-12">
      <div>
        <h1 className="text-section">ROI calculator</h1>
        <p className="mt-2 max-w-[68ch] text-ink-2">
          Downtime, yield and energy of your plant in your currency. Every assumption stands there to be changed; the formulas stand beside the results. The figures that you find are an example. Nothing is stored; the address carries what you type.
        </p>
      </div>
      <RoiCalculator place={{ on: 'site' }} fields={roiTexts(await searchParams)} />
    </main>
  )
}

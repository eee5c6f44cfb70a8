import { GaugeRrStudy } from '@/components/tools/gauge-rr-study'
import { siteMetadata } from '@/lib/site/site-pages'

export const metadata = siteMetadata('/tools/gauge-rr')

export default function GaugeRrPage() {
  return (
    <main id="content" className="mx-auto grid grid-cols-1 max-w-[1280px] gap-5 px-4 md:px-10 py-12">
      <div>
        <h1 className="text-section">Gauge R&amp;R</h1>
        <p className="mt-2 max-w-[68ch] text-ink-2">
          Several appraisers measure the same parts several times. The study says how much of what they saw is the parts, and how much is the measuring: by
          analysis of variance, as in AIAG’s Measurement Systems Analysis, 4th edition.
        </p>
      </div>
      <GaugeRrStudy place={{ on: 'site' }} />
    </main>
  )
}

import type { Metadata } from 'next'
import { GaugeRrStudy } from '@/components/tools/gauge-rr-study'

export const metadata: Metadata = { title: 'Gauge R&R', description: 'Crossed gauge study from pasted readings: analysis of variance, components of variation, distinct categories.' }

export default function GaugeRrPage() {
  return (
    <main id="content" className="mx-auto grid max-w-[1168px] gap-5 px-4 py-12">
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

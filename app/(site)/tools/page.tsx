import Link from 'next/link'
import { Panel } from '@/components/ui/panel'
import { siteMetadata } from '@/lib/site/site-pages'

export const metadata = siteMetadata('/tools')

const tools = [
  { href: '/tools/oee', title: 'OEE calculator', words: 'Availability, performance, quality, OEE and TEEP of one shift, and the minutes behind them.' },
  { href: '/tools/spc', title: 'SPC analyser', words: 'Paste numbers: control limits, broken rules, capability.' },
  { href: '/tools/gauge-rr', title: 'Gauge R&R', words: 'Paste readings: how much of the variation is the gauge, how much the appraisers, how much the parts.' },
  { href: '/tools/roi', title: 'ROI calculator', words: 'What less downtime, less lost material and less idle energy would be worth, every assumption in the open.' },
  { href: '/tools/capacity', title: 'Capacity and cost', words: 'What many facilities need and cost a month: partitions, brokers, storage, network between zones, with dated prices to replace.' },
  { href: '/validation', title: 'Validation', words: 'Published examples, the published answer, ours, the difference.' },
]

export default function ToolsPage() {
  return (
    <main id="content" className="mx-auto grid max-w-[820px] gap-5 px-4 py-12">
      <div>
        <h1 className="text-section">Free tools</h1>
        <p className="mt-2 max-w-[68ch] text-ink-2">
          The same engine as in the plants, without a sign-in. Nothing that you type is stored. As an <Link href="/docs/api">API</Link> too.
        </p>
      </div>
      {tools.map(({ href, title, words }) => (
        <Panel key={href} title={<Link href={href}>{title}</Link>}>
          <p className="text-ink-2">{words}</p>
        </Panel>
      ))}
    </main>
  )
}

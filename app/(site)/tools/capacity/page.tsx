import Link from 'next/link'
import { CapacityPlanner } from '@/components/tools/capacity-planner'
import { capacityTexts } from '@/components/tools/capacity-fields'
import { siteMetadata } from '@/lib/site/site-pages'

export const metadata = siteMetadata('/tools/capacity')

/** A shared address carries what differs from the start. */
export default async function CapacityToolPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  return (
    <main id="content" className="mx-auto grid grid-cols-1 max-w-[1280px] gap-5 px-4 md:px-10 py-12">
      <div>
        <h1 className="text-section">Capacity and cost</h1>
        <p className="mt-2 max-w-[68ch] text-ink-2">
          What many facilities need on Kafka, Flink and PostgreSQL, and what a cloud asks for it a month. Every price has its day and its source, every rate says whether it was measured; all of them may be replaced. Nothing is stored; the address carries what you type. As an <Link href="/docs/api">API</Link> too.
        </p>
      </div>
      <CapacityPlanner fields={capacityTexts(await searchParams)} />
    </main>
  )
}

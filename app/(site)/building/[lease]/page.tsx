import type { Metadata } from 'next'
import { cookies } from 'next/headers'
import { notFound } from 'next/navigation'
import { BuildingPlant } from '@/components/site/building-plant'
import { loadLeaseView } from '@/lib/demo/lease-view'
import { readWatchToken, watchCookie } from '@/lib/demo/watch-token'
import { system } from '@/lib/system'

export const metadata: Metadata = { title: 'Your plant is being built', robots: { index: false } }

export default async function BuildingPage({ params }: { params: Promise<{ lease: string }> }) {
  const { lease } = await params
  const { db, clock, settings } = system()
  if (readWatchToken(settings.secret, (await cookies()).get(watchCookie)?.value) !== lease) notFound()
  const view = await db.asOperator((tx) => loadLeaseView(tx, lease, clock.now()))
  if (!view) notFound()
  return <BuildingPlant initial={view} />
}

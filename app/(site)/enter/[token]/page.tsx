import type { Metadata } from 'next'
import { EnterPlant } from '@/components/site/enter-plant'

export const metadata: Metadata = { title: 'Open your plant', robots: { index: false }, referrer: 'no-referrer' }

/** The one-time link of the welcome mail. Used up by the browser's POST, not by whoever fetches the page. */
export default async function EnterPage({ params }: { params: Promise<{ token: string }> }) {
  return <EnterPlant token={(await params).token} />
}

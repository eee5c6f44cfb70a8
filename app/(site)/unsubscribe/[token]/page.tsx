import type { Metadata } from 'next'
import { UnsubscribeButton } from '@/components/site/unsubscribe-button'

export const metadata: Metadata = { title: 'Stop these mails', robots: { index: false }, referrer: 'no-referrer' }

/** Opening the page stops nothing: mail scanners open links. */
export default async function UnsubscribePage({ params }: { params: Promise<{ token: string }> }) {
  return (
    <main id="content" className="mx-auto max-w-[640px] px-4 py-16">
      <h1 className="text-page">Stop these mails</h1>
      <p className="mt-3 text-ink-2">You will get no more mail from us about your demo or our product. What belongs to a plant that you asked for, such as the certificate of its deletion, still comes.</p>
      <UnsubscribeButton token={decodeURIComponent((await params).token)} />
    </main>
  )
}

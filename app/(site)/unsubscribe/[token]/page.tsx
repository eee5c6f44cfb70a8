import type { Metadata } from 'next'
import { UnsubscribeButton } from '@/components/site/unsubscribe-button'
import { readStopLink, type StopLink } from '@/lib/mail/stop-link'
import { system } from '@/lib/system'

export const metadata: Metadata = { title: 'Stop these mails', robots: { index: false }, referrer: 'no-referrer' }

const words: Record<StopLink['stops'], string> = {
  report: 'You will not get this dashboard by mail any more; others on its list still do. You can be put on it again in the portal.',
  'figure-alert': 'You will not be told of this limit any more. It stays in your list of alerts, paused, and can go on from there.',
  unsubscribe: 'You will get no more mail from us about your demo or our product. What belongs to a plant that you asked for, such as the certificate of its deletion, still comes.',
}

/** Opening the page stops nothing: mail scanners open links. */
export default async function UnsubscribePage({ params }: { params: Promise<{ token: string }> }) {
  const token = decodeURIComponent((await params).token)
  const link = readStopLink(system().settings.secret, token)
  if (!link) return <NotWhole />
  return (
    <main id="content" className="mx-auto max-w-[640px] px-4 py-16">
      <h1 className="text-page">Stop these mails</h1>
      <p className="mt-3 text-ink-2">{words[link.stops]}</p>
      <UnsubscribeButton token={token} />
    </main>
  )
}

function NotWhole() {
  return (
    <main id="content" className="mx-auto max-w-[640px] px-4 py-16">
      <h1 className="text-page">This link is not whole</h1>
      <p className="mt-3 text-ink-2">Mail programs break long links. Open it from the mail once more, or copy all of it. You may also answer the mail with the word “stop”.</p>
    </main>
  )
}

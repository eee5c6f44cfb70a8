import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { keepByLink } from '@/app/(site)/keep/actions'
import { Offer } from '@/components/site/offer'
import { currentPerson } from '@/lib/auth/current-person'
import { readSignedId } from '@/lib/auth/signed-id'
import { loadOffer } from '@/lib/demo/load-offer'
import { system } from '@/lib/system'

export const metadata: Metadata = { title: 'Keep this plant', robots: { index: false }, referrer: 'no-referrer' }

/** The offer for whoever has the mail. Opening it keeps nothing. */
export default async function KeepPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params
  const leaseId = readSignedId(system().settings.secret, 'keep', decodeURIComponent(token))
  const offer = leaseId ? await loadOffer(system(), leaseId) : null
  if (!offer) notFound()
  return (
    <main id="content" className="mx-auto max-w-[760px] px-4 py-12">
      <h1 className="text-page mb-4">Keep {offer.plant}</h1>
      <Offer offer={offer} token={decodeURIComponent(token)} isSignedIn={(await currentPerson())?.lease?.id === leaseId} keep={keepByLink} />
    </main>
  )
}

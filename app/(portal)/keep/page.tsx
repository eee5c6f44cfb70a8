import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { keepThisPlant } from '@/app/(portal)/keep/actions'
import { Offer } from '@/components/site/offer'
import { Panel } from '@/components/ui/panel'
import { requirePerson } from '@/lib/auth/current-person'
import { loadOffer } from '@/lib/demo/load-offer'
import { system } from '@/lib/system'

export const metadata: Metadata = { title: 'Keep this plant' }

export default async function KeepPage() {
  const person = await requirePerson('plant.view')
  const offer = person.lease && (await loadOffer(system(), person.lease.id))
  if (!offer) notFound()
  return (
    <div className="portal-body">
      <h1 className="text-page">Keep {offer.plant}</h1>
      <Panel label="Offer">
        <Offer offer={offer} isSignedIn keep={keepThisPlant} />
      </Panel>
    </div>
  )
}

import Link from 'next/link'
import { DeleteStopped } from '@/components/site/delete-stopped'
import { KeepForm } from '@/components/site/keep-form'
import { Button } from '@/components/ui/button'
import { formatNumber } from '@/components/ui/format'
import { formatDateClock } from '@/components/ui/format-time'
import type { OfferView } from '@/lib/demo/load-offer'
import type { ActionResult } from '@/lib/http/action'

interface Props {
  offer: OfferView
  token?: string
  /** Whoever opens the mail's link where they are signed in to this plant needs no second sign-in. */
  isSignedIn: boolean
  keep: (input: { token?: string; plan: 'trial' | 'paid'; company: string }) => Promise<ActionResult<string>>
}

function Kept({ isSignedIn }: { isSignedIn: boolean }) {
  return (
    <div role="status">
      <p className="font-semibold">The plant is yours. There is no deadline any more.</p>
      <p className="mt-2">Everything is where you left it. What comes next stands in a mail to you.</p>
      <p className="mt-4">
        <Button variant="primary" href={isSignedIn ? '/plant' : '/sign-in'}>
          {isSignedIn ? 'Go to the plant' : 'Sign in as before'}
        </Button>
      </p>
    </div>
  )
}

/** What is kept, until when one can decide, and the decision. */
export function Offer({ offer: { plant, timeZone, state, until, company, keeps }, token, isSignedIn, keep }: Props) {
  if (state === 'claimed') return <Kept isSignedIn={isSignedIn} />
  if (!['ready', 'reminded', 'stopped'].includes(state)) {
    return (
      <p>
        {state === 'provisioning' ? `${plant} is still being built. You can keep it as soon as it is ready.` : `${plant} was deleted when its time was over, and cannot be brought back.`} <Link className="link" href="/#request">Ask for another plant</Link>
      </p>
    )
  }
  return (
    <div className="grid gap-5">
      <p className="max-w-[68ch]">
        {state === 'stopped' ? `${plant} stands still. Nobody can sign in; everything is still there` : `${plant} runs`}
        {until && <> until <b>{formatDateClock(until, timeZone)}</b> ({timeZone})</>}. Kept, it has no deadline, and nothing of it is built anew:
      </p>
      <ul className="max-w-[520px]">
        {keeps.map(({ what, count }) => (
          <li key={what} className="flex justify-between gap-4 border-t border-line py-1">
            <span className="text-ink-2">{what}</span>
            <b>{formatNumber(count)}</b>
          </li>
        ))}
        <li className="border-t border-line py-1 text-ink-2">your notebooks and files, and the dashboards</li>
      </ul>
      <KeepForm action={keep} token={token} company={company} />
      {state === 'stopped' && token && <DeleteStopped token={token} plant={plant} />}
    </div>
  )
}

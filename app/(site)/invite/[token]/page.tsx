import type { Metadata } from 'next'
import { AcceptInvitation } from '@/components/site/accept-invitation'
import { Button } from '@/components/ui/button'
import { findInvitation } from '@/lib/people/accept-invitation'
import { system } from '@/lib/system'

export const metadata: Metadata = { title: 'Invitation', robots: { index: false }, referrer: 'no-referrer' }

const closedWords = {
  used: ['This invitation has been used', 'An invitation works once. If you accepted it, sign in; if you did not, tell whoever invited you: somebody else did.'],
  expired: ['This invitation has expired', 'It was open for seven days. Ask whoever invited you for a new one.'],
  withdrawn: ['This invitation does not hold any more', 'It was withdrawn or replaced by a newer one. Look into your mail again, or ask whoever invited you.'],
  closed: ['This plant is closed', 'Its access is suspended at the moment. Ask whoever invited you.'],
  unknown: ['This is no invitation', 'The link is not whole, or was never one. Open it from the mail again.'],
} as const

/** Opening the link uses nothing up: mail scanners open links too. */
export default async function InvitePage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params
  const invitation = await findInvitation(system(), token)
  if (invitation.state === 'open') {
    const { tenant, invitedBy, sentTo, role, place } = invitation
    return (
      <main id="content" className="mx-auto max-w-[520px] px-4 py-16">
        <h1 className="text-page">Join {tenant}</h1>
        <p className="mt-3 text-ink-2">
          {invitedBy} gives you the role {role} on {place}. The invitation was sent to {sentTo} and works for that address alone.
        </p>
        <AcceptInvitation token={token} />
      </main>
    )
  }
  const [title, words] = closedWords[invitation.state]
  return (
    <main id="content" className="mx-auto max-w-[520px] px-4 py-16">
      <h1 className="text-page">{title}</h1>
      <p className="mt-3 text-ink-2">{words}</p>
      <div className="mt-6">
        <Button variant="primary" href="/sign-in">
          Sign in
        </Button>
      </div>
    </main>
  )
}

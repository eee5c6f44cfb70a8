import type { Metadata } from 'next'
import { ConfirmAddress } from '@/components/site/confirm-address'

export const metadata: Metadata = { title: 'Confirm your address', robots: { index: false }, referrer: 'no-referrer' }

/** Opening the page does nothing: mail scanners open links. The browser confirms by a POST. */
export default async function VerifyPage({ params }: { params: Promise<{ token: string }> }) {
  return <ConfirmAddress token={(await params).token} />
}

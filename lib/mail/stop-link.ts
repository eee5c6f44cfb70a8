import { readSignedId } from '@/lib/auth/signed-id'

export interface StopLink {
  /** Follow-ups, or one dashboard's reports. */
  stops: 'unsubscribe' | 'report'
  subject: string
  detail: string
}

/** What the link at a mail's end stops; null when it is not whole or not one of ours. */
export function readStopLink(secret: string, token: string): StopLink | null {
  for (const stops of ['unsubscribe', 'report'] as const) {
    const id = readSignedId(secret, stops, token)
    if (!id) continue
    const [subject, detail] = id.split(':') as [string, string]
    return { stops, subject, detail }
  }
  return null
}

import { readSignedId } from '@/lib/auth/signed-id'

export interface StopLink {
  /** Follow-ups, one dashboard's reports, or what is told of one limit. */
  stops: 'unsubscribe' | 'report' | 'figure-alert'
  subject: string
  detail: string
}

/** What the link at a mail's end stops; null when it is not whole or not one of ours. */
export function readStopLink(secret: string, token: string): StopLink | null {
  for (const stops of ['unsubscribe', 'report', 'figure-alert'] as const) {
    const id = readSignedId(secret, stops, token)
    if (!id) continue
    const [subject, detail] = id.split(':') as [string, string]
    return { stops, subject, detail }
  }
  return null
}

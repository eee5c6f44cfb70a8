import { z } from 'zod'

const mails = z.array(
  z.object({
    number: z.number(),
    /** Return path and recipient of the conversation, not of the headers. */
    from: z.string(),
    to: z.string(),
    subject: z.string(),
    messageId: z.string(),
    headers: z.record(z.string(), z.string()),
    text: z.string(),
    html: z.string(),
    encrypted: z.boolean(),
    user: z.string().nullable(),
    dkim: z.enum(['pass', 'fail']).nullable(),
  }),
)
export type ArrivedMail = z.infer<typeof mails>[number]

/** What the stack's mail server took for the address, oldest first. */
export async function readMailbox(mailboxUrl: string, to: string): Promise<ArrivedMail[]> {
  const answer = await fetch(`${mailboxUrl}/mails?${new URLSearchParams({ to })}`, { signal: AbortSignal.timeout(5000) })
  return mails.parse(await answer.json())
}

/** A mail as it came over the wire. */
export async function readRawMail(mailboxUrl: string, number: number): Promise<string> {
  const answer = await fetch(`${mailboxUrl}/mails/${number}.eml`, { signal: AbortSignal.timeout(5000) })
  return answer.text()
}

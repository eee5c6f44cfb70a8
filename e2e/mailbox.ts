import { expect } from '@playwright/test'

interface Received {
  subject: string
  text: string
}

/** The text of the newest mail to this address that came over SMTP, once it is there. */
export async function receivedMail(address: string, subject: RegExp): Promise<string> {
  let found: Received | undefined
  await expect(async () => {
    const mails = (await (await fetch(`${process.env.MAILBOX_URL}/mails?to=${encodeURIComponent(address)}`)).json()) as Received[]
    found = mails.findLast((mail) => subject.test(mail.subject))
    expect(found, `a mail to ${address} about ${subject}`).toBeDefined()
  }).toPass({ timeout: 60_000 })
  return found!.text
}

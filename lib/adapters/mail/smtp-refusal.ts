import { failed, type Failure } from '@/lib/adapters/outcome'

/** What nodemailer throws, as far as we look at it. */
interface SmtpError {
  message: string
  code?: string
  responseCode?: number
  response?: string
  command?: string
}

/** `gone` says that the address itself takes no mail, whatever is sent to it. */
export interface SmtpRefusal {
  failure: Failure
  gone: boolean
}

/**
 * Reads an error of a conversation by RFC 5321: 4yz is for later, 5yz for good. A 5yz before the recipient was named is about
 * this installation (its sign-in, its sender): an administrator mends that, and the mail goes out then.
 */
export function readSmtpError(error: unknown): SmtpRefusal {
  const { message, code, responseCode = 0, response = '', command = '' } = error as SmtpError
  if (code === 'ETIMEDOUT') return { failure: failed('timeout', `the mail server did not answer in time: ${message}`).failure, gone: false }
  const aboutMail = command.startsWith('RCPT') || command.startsWith('DATA')
  if (responseCode < 500 || !aboutMail) return { failure: failed('unavailable', `the mail server cannot take mail now: ${response || message}`).failure, gone: false }
  return { failure: failed('refused', response || message).failure, gone: command.startsWith('RCPT') && isAddressGone(response) }
}

/** X.1.z is about the address and X.2.1 a mailbox that is disabled (RFC 3463, 3.2 and 3.3); 5.1.7 and 5.1.8 are about the sender's. */
const goneStatus = /^5\.(1\.(0|1|2|3|4|6|10)|2\.1)$/
/** Of servers without enhanced codes: no such mailbox, not local, a name that is none (RFC 5321, 4.2.3). */
const goneReply = /^(550|551|553)\b/

/** @param answer a reply or a diagnostic code, e.g. `550 5.1.1 No such user`; a bare status, e.g. `5.1.1`, too. */
export function isAddressGone(answer: string): boolean {
  const status = /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(answer)?.[0]
  return status ? goneStatus.test(status) : goneReply.test(answer)
}

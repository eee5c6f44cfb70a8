import { describe, expect, it } from 'vitest'
import { isAddressGone, readSmtpError } from '@/lib/adapters/mail/smtp-refusal'

describe('an address is gone', () => {
  it.each([
    ['550 5.1.1 No such user', true],
    ['550-5.1.1 The email account that you tried to reach does not exist', true],
    ['5.1.1', true],
    ['550 5.2.1 The account is disabled', true],
    ['556 5.1.10 Recipient address has null MX', true],
    ['550 No such user here', true],
    ['553 sorry, no mailbox of that name', true],
    ['550 5.7.1 Message rejected as spam', false],
    ['553 5.1.8 Sender address rejected: domain not found', false],
    ['552 5.2.2 Mailbox full', false],
    ['452 4.2.2 Out of storage', false],
    ['554 Transaction failed', false],
    ['5.7.1', false],
  ])('by "%s": %s', (answer, gone) => {
    expect(isAddressGone(answer)).toBe(gone)
  })
})

describe('a conversation that failed', () => {
  const error = (more: object) => Object.assign(new Error('said'), more)
  it.each([
    ['for good about the reader', { responseCode: 550, response: '550 5.1.1 No such user', command: 'RCPT TO' }, 'refused', true],
    ['for good about the content', { responseCode: 550, response: '550 5.7.1 spam', command: 'DATA' }, 'refused', false],
    ['for now about the reader', { responseCode: 450, response: '450 4.2.0 Greylisted', command: 'RCPT TO' }, 'unavailable', false],
    ['over our sign-in', { code: 'EAUTH', responseCode: 535, response: '535 5.7.8 Bad credentials', command: 'AUTH PLAIN' }, 'unavailable', false],
    ['over our sender', { responseCode: 553, response: '553 5.1.8 Sender rejected', command: 'MAIL FROM' }, 'unavailable', false],
    ['because nobody listens', { code: 'ESOCKET', command: 'CONN' }, 'unavailable', false],
    ['because encryption is not offered', { code: 'ETLS', command: 'STARTTLS' }, 'unavailable', false],
    ['in silence', { code: 'ETIMEDOUT', command: 'DATA' }, 'timeout', false],
  ] as const)('%s', (_, more, kind, gone) => {
    expect(readSmtpError(error(more))).toMatchObject({ failure: { kind }, gone })
  })
})

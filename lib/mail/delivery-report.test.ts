import { describe, expect, it } from 'vitest'
import { readDeliveryReport } from '@/lib/mail/delivery-report'

const mail = (...lines: string[]) => lines.join('\r\n')

/** The example of RFC 3464, appendix E.1, its return path replaced by one of ours. */
const simple = mail(
  'Date: Thu, 7 Jul 1994 17:16:05 -0400',
  'From: Mail Delivery Subsystem <MAILER-DAEMON@CS.UTK.EDU>',
  'Message-Id: <199407072116.RAA14128@CS.UTK.EDU>',
  'Subject: Returned mail: Cannot send message for 5 days',
  'To: <bounces+0123456789abcdef01234567@example.com>',
  'MIME-Version: 1.0',
  'Content-Type: multipart/report; report-type=delivery-status; boundary="RAA14128.773615765/CS.UTK.EDU"',
  '',
  '--RAA14128.773615765/CS.UTK.EDU',
  '',
  'The original message was received at Sat, 2 Jul 1994 17:10:28 -0400',
  'from root@localhost',
  '',
  '--RAA14128.773615765/CS.UTK.EDU',
  'content-type: message/delivery-status',
  '',
  'Reporting-MTA: dns; cs.utk.edu',
  '',
  'Original-Recipient: rfc822;louisl@larry.slip.umd.edu',
  'Final-Recipient: rfc822;louisl@larry.slip.umd.edu',
  'Action: failed',
  'Status: 4.0.0',
  'Diagnostic-Code: smtp; 426 connection timed out',
  'Last-Attempt-Date: Thu, 7 Jul 1994 17:15:49 -0400',
  '',
  '--RAA14128.773615765/CS.UTK.EDU',
  'content-type: message/rfc822',
  '',
  '[original message goes here]',
  '',
  '--RAA14128.773615765/CS.UTK.EDU--',
)

describe('a delivery status notification', () => {
  it('of RFC 3464 is read: who it came to, what became of the recipient, what the server said', async () => {
    expect(await readDeliveryReport(simple)).toEqual({
      to: ['bounces+0123456789abcdef01234567@example.com'],
      recipients: [{ action: 'failed', status: '4.0.0', diagnostic: '426 connection timed out' }],
    })
  })

  it('with lines that go on, several recipients and none of what the others have is read too', async () => {
    const more = simple.replace(
      'Diagnostic-Code: smtp; 426 connection timed out',
      mail('Diagnostic-Code: smtp;', '  550 5.1.1 no such user,', '\tat all', '', 'Final-Recipient: rfc822; b@example.com', 'Action: Delayed', 'Status: 4.4.1 (no answer)'),
    )
    expect((await readDeliveryReport(more))?.recipients).toEqual([
      { action: 'failed', status: '4.0.0', diagnostic: '550 5.1.1 no such user, at all' },
      { action: 'delayed', status: '4.4.1', diagnostic: '4.4.1' },
    ])
  })

  it.each([
    ['an answer of somebody who is away', mail('To: bounces+0123456789abcdef01234567@example.com', 'Subject: away', '', 'Back on Monday')],
    ['nothing', ''],
    ['noise', '\0\0--boundary\n--'],
  ])('is not %s', async (_, raw) => {
    expect(await readDeliveryReport(raw)).toBeNull()
  })

  it('without a status says nothing of a recipient', async () => {
    expect((await readDeliveryReport(simple.replace('Status: 4.0.0', 'X-Status: gone')))?.recipients).toEqual([])
  })
})

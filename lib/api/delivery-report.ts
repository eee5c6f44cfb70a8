import { z } from 'zod'
import { apiOperation } from '@/lib/api/api-operation'

export const deliveryReport = apiOperation({
  operationId: 'takeDeliveryReport',
  method: 'post',
  path: '/api/internal/delivery-report',
  summary: 'Hand in a mail that could not be delivered',
  description: 'For the mail server of this installation: what comes to the bounce address is piped here as it is. A delivery status notification (RFC 3464) about a mail of ours is shown with it; when it says that the address is gone, nothing more is sent there.',
  access: 'public',
  internal: 'MAIL_REPORT_TOKEN',
  consumes: 'message/rfc822',
  maxBodyBytes: 1024 * 1024,
  input: z.string().min(1),
  output: z.object({ taken: z.boolean().describe('False for what is no report about a mail of ours; there is no need to send it again') }),
  refusals: [{ status: 404, when: 'the token of the mail server is wrong, or none is set' }],
  example: { input: 'To: bounces+1f…@example.com\r\nContent-Type: multipart/report; …', output: { taken: true } },
})

import { deliveryReport } from '@/lib/api/delivery-report'
import { bearerIs } from '@/lib/auth/bearer-is'
import { env } from '@/lib/env'
import { notThere } from '@/lib/http/problem'
import { route } from '@/lib/http/route'
import { takeDeliveryReport } from '@/lib/mail/take-delivery-report'
import { system } from '@/lib/system'

export const POST = route(deliveryReport, async ({ input, request }) => {
  if (!bearerIs(request.headers.get('authorization'), env().MAIL_REPORT_TOKEN)) throw notThere()
  return { taken: await takeDeliveryReport(system(), input) }
})

import { provisionDemo, provisionDemoRates } from '@/lib/api/provision-demo'
import { checkEmail } from '@/lib/demo/email-check'
import { requestDemo } from '@/lib/demo/request-demo'
import { browserOf } from '@/lib/funnel/browser-of'
import { Refusal } from '@/lib/http/problem'
import { networkOf, takeAllowance } from '@/lib/http/rate-limit'
import { route } from '@/lib/http/route'
import { storedIndustry } from '@/lib/plant/stories'
import { system } from '@/lib/system'

export const POST = route(provisionDemo, async ({ input, request, address }) => {
  const verdict = checkEmail(input.email)
  if (!verdict.ok) throw new Refusal(422, 'Address not taken', verdict.message)
  await takeAllowances(verdict.email, address)
  const { source, timeZone, analysis } = input
  await requestDemo(system(), { email: verdict.email, industry: storedIndustry(input.industry), source, timeZone, analysis, browser: browserOf(request.headers, address) })
  return { status: 'check your mail' as const }
})

async function takeAllowances(email: string, address: string) {
  const { db, clock } = system()
  const rates = [
    { key: `demo-request:network:${networkOf(address)}`, ...provisionDemoRates.network },
    { key: `demo-request:address:${email}`, ...provisionDemoRates.address },
  ]
  for (const rate of rates) {
    const taken = await db.asOperator((tx) => takeAllowance(tx, rate, clock.now()))
    if (taken.allowed) continue
    const seconds = taken.retryAfterSeconds
    throw new Refusal(429, 'Too many requests', `Try again in ${seconds} s. What was asked for before is on its way.`, { 'retry-after': String(seconds) })
  }
}

'use server'

import { z } from 'zod'
import { sendInvoiceAgain, setBillingWebhook } from '@/lib/billing/billing-webhook'
import { reproduceMonth } from '@/lib/billing/close-month'
import { addPriceList, pricesSchema } from '@/lib/billing/price-list'
import { action } from '@/lib/http/action'
import { notThere } from '@/lib/http/problem'
import { monthText } from '@/lib/metering/month-text'
import { system } from '@/lib/system'

const one = z.object({ tenantId: z.string().min(1).max(80), month: monthText })

/** Computes a closed month anew from the raw meter events, and says whether it is the same to the byte. */
export const reproduce = action('admin', one, async ({ input }) => {
  const found = await reproduceMonth(system(), input.tenantId, input.month)
  if (!found) throw notThere()
  return found
})

export const sendAgain = action('admin', one, ({ input, person }) => sendInvoiceAgain(system(), input.tenantId, input.month, person!.email))

export const setWebhook = action('admin', z.object({ url: z.string().trim().min(1, 'Write the address.').max(2000) }), ({ input, person }) => setBillingWebhook(system(), input.url, person!.email))

export const addPrices = action('admin', pricesSchema.extend({ validFrom: z.iso.date('Write the first day.') }), async ({ input: { validFrom, ...prices }, person }) => {
  const { id } = await addPriceList(system(), validFrom, prices, person!.email)
  return { id }
})

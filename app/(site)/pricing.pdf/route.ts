import { env } from '@/lib/env'
import { pdfResponse } from '@/lib/site/sheets/pdf-response'
import { pricingSheet } from '@/lib/site/sheets/pricing-sheet'

export const dynamic = 'force-dynamic'

export const GET = async (): Promise<Response> => pdfResponse('millrace-pricing.pdf', await pricingSheet(env().MILLRACE_URL))

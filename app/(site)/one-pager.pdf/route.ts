import { env } from '@/lib/env'
import { pdfResponse } from '@/lib/site/sheets/pdf-response'
import { onePager } from '@/lib/site/sheets/one-pager'

export const dynamic = 'force-dynamic'

export const GET = async (): Promise<Response> => pdfResponse('millrace-one-pager.pdf', await onePager(env().MILLRACE_URL))

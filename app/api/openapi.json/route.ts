import { openApiDocument } from '@/lib/api/openapi'
import { productVersion } from '@/lib/api/product-version'
import { system } from '@/lib/system'

export const GET = () => Response.json(openApiDocument(system().settings.portalUrl, productVersion), { headers: { 'cache-control': 'no-cache' } })

import type { MetadataRoute } from 'next'
import { env } from '@/lib/env'

export const dynamic = 'force-dynamic'

/** The site is for search engines; rooms, links of one person and the API are not. */
export default function robots(): MetadataRoute.Robots {
  return {
    rules: { userAgent: '*', allow: '/', disallow: ['/api/', '/admin', '/sales', '/building/', '/enter/', '/verify/', '/invite/', '/manage', '/sign-in'] },
    sitemap: `${env().MILLRACE_URL}/sitemap.xml`,
  }
}

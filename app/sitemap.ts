import type { MetadataRoute } from 'next'
import { env } from '@/lib/env'
import { sitePages } from '@/lib/site/site-pages'

export const dynamic = 'force-dynamic'

export default function sitemap(): MetadataRoute.Sitemap {
  return sitePages.map(({ path, publishedOn }) => ({ url: `${env().MILLRACE_URL}${path}`, ...(publishedOn && { lastModified: publishedOn }) }))
}

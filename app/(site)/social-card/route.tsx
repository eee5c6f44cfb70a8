import { ImageResponse } from 'next/og'
import { SocialCard } from '@/components/site/social-card'
import { siteFace } from '@/lib/site/faces'
import { findSitePage } from '@/lib/site/site-pages'

/** GET /social-card?of=/pricing: the picture that a shared link shows. Only pages of the site have one, so nobody can have other words drawn. */
export async function GET(request: Request): Promise<Response> {
  const page = findSitePage(new URL(request.url).searchParams.get('of') ?? '/')
  if (!page) return new Response(null, { status: 404 })
  const [plain, strong] = await Promise.all([siteFace(400), siteFace(600)])
  return new ImageResponse(<SocialCard title={page.title} words={page.description} />, {
    width: 1200,
    height: 630,
    fonts: [{ name: 'Archivo', data: plain, weight: 400 }, { name: 'Archivo', data: strong, weight: 600 }],
    headers: { 'cache-control': 'public, max-age=86400' },
  })
}

import type { Refused } from '@/lib/embedding/pass-on'

/** Where somebody goes on whose tool shows nothing. */
export interface Home {
  href: string
  label: string
  /** What works without the tool. */
  holds: string
}

const words: Record<Refused, { status: number; title: string; text: string; link?: 'sign-in' | 'home' }> = {
  'signed-out': { status: 401, title: 'You are not signed in any more', text: 'Your session or your demo has ended, and with it this dashboard.', link: 'sign-in' },
  'not-yours': { status: 404, title: 'There is no such dashboard', text: 'There is nothing at this address that you can open.', link: 'home' },
  'too-large': { status: 413, title: 'Too large', text: 'The question is larger than a dashboard asks.' },
  absent: { status: 404, title: 'No such tool is set up', text: 'This installation names none. The page below says what to set.', link: 'home' },
  down: { status: 503, title: 'The dashboards do not answer', text: 'The tool that draws them does not answer now.', link: 'home' },
}

/** What stands in the frame, or is told to a script, when there is nothing to show. The same words whatever is not there or not yours. */
export function refusedResponse(refused: Refused, home: Home, request: Request, requestId: string): Response {
  const { status, title, text: said, link } = words[refused]
  const text = refused === 'down' ? `${said} ${home.holds}` : said
  const headers = { 'x-request-id': requestId, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', 'referrer-policy': 'same-origin' }
  if (!request.headers.get('accept')?.includes('text/html')) {
    return Response.json({ type: 'about:blank', status, title, detail: text, instance: `urn:request:${requestId}` }, { status, headers: { ...headers, 'content-type': 'application/problem+json' } })
  }
  const { href, label } = link === 'sign-in' ? { href: '/sign-in', label: 'Sign in' } : home
  const way = link ? `<p><a href="${href}" target="_top">${label}</a></p>` : ''
  const page = `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title><style>:root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;margin:2rem;max-width:68ch}</style><h1>${title}</h1><p>${text}</p>${way}`
  return new Response(page, { status, headers: { ...headers, 'content-type': 'text/html; charset=utf-8', 'content-security-policy': `default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'` } })
}

import { type NextRequest, NextResponse } from 'next/server'
import { env } from '@/lib/env'

/**
 * A Content-Security-Policy with a fresh nonce for each page. Not the security border: every query is authorised where
 * the data is read.
 */
export function proxy(request: NextRequest) {
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64')
  const policy = contentSecurityPolicy(nonce, process.env.NODE_ENV === 'development', storeOrigin())
  const headers = new Headers(request.headers)
  // One id from the proxy to the log and back: what the caller named, or a new one.
  const requestId = headers.get('x-request-id')?.match(/^[\w-]{8,64}$/)?.[0] ?? crypto.randomUUID()
  headers.set('x-request-id', requestId)
  headers.set('x-nonce', nonce)
  headers.set('content-security-policy', policy)
  const response = NextResponse.next({ request: { headers } })
  response.headers.set('content-security-policy', policy)
  response.headers.set('x-request-id', requestId)
  response.headers.set('x-content-type-options', 'nosniff')
  response.headers.set('referrer-policy', 'same-origin')
  response.headers.set('permissions-policy', 'camera=(), microphone=(), geolocation=()')
  response.headers.set('cross-origin-opener-policy', 'same-origin')
  return response
}

/** Where a browser uploads to: the object store itself, when it is not this portal. */
function storeOrigin(): string {
  const { OBJECTS, S3_URL } = env()
  return OBJECTS === 's3' && S3_URL ? ` ${new URL(S3_URL).origin}` : ''
}

// Levels and charts are positioned by style attributes, which a nonce cannot cover; style elements need one.
const contentSecurityPolicy = (nonce: string, development: boolean, store: string) =>
  [
    `default-src 'self'`,
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? ` 'unsafe-eval'` : ''}`,
    `style-src 'self' ${development ? `'unsafe-inline'` : `'nonce-${nonce}'`}`,
    `style-src-attr 'unsafe-inline'`,
    `img-src 'self' data: blob:`,
    `font-src 'self'`,
    `connect-src 'self'${store}${development ? ' ws:' : ''}`,
    `frame-src 'self'`,
    `frame-ancestors 'none'`,
    `form-action 'self'`,
    `base-uri 'none'`,
    `object-src 'none'`,
  ].join('; ')

// Below /bi stand pages of a BI tool, which bring their own policy (lib/embedding).
export const config = { matcher: [{ source: '/((?!_next/static|_next/image|favicon|icon|bi/).*)' }] }

import { linkHolds } from '@/lib/adapters/objects/embedded'
import { readObject } from '@/lib/api/read-object'

/** The object that a signed address names; null when the address does not hold (any more). */
export function objectOfLink(secret: string, { method, url }: { method: string; url: string }, now: Date): { space: string; path: string } | null {
  const { pathname, searchParams } = new URL(url)
  const [space = '', ...names] = pathname.split('/').slice(3).map(decoded)
  const path = names.join('/')
  const query = readObject.input.safeParse(Object.fromEntries(searchParams))
  if (!query.success || (method !== 'GET' && method !== 'PUT')) return null
  return linkHolds(secret, { method, space, path, ...query.data }, now) ? { space, path } : null
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return ''
  }
}

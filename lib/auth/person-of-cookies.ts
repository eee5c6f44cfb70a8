import { getToken, type GetTokenParams } from 'next-auth/jwt'
import { findPerson, type Person } from '@/lib/auth/person'
import type { System } from '@/lib/system'

/** Who sends this Cookie header, or null: `currentPerson` for processes that know no Next. */
export async function personOfCookies(system: System, header = ''): Promise<Person | null> {
  const cookies = Object.fromEntries(header.split(/; */).map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]))
  const token = await getToken({ req: { cookies, headers: {} } as GetTokenParams['req'], secret: system.settings.secret })
  return token?.sessionId ? findPerson(system, token.sessionId) : null
}

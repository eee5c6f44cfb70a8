import { getToken, type GetTokenParams } from 'next-auth/jwt'
import { findPerson, type Person } from '@/lib/auth/person'
import { Remembered } from '@/lib/remembered'
import type { System } from '@/lib/system'

/** Which session a cookie was sealed for does not change: a framed dashboard shows it twenty times at once, and it is opened once. */
const sealed = new Remembered<string>()

/** Who sends this Cookie header, or null: `currentPerson` for processes that know no Next. Whether the session still counts is asked each time. */
export async function personOfCookies(system: System, header = ''): Promise<Person | null> {
  const sessionId = sealed.get(header, Date.now()) ?? (await openCookies(system, header))
  return sessionId ? findPerson(system, sessionId) : null
}

async function openCookies({ settings }: System, header: string): Promise<string | undefined> {
  const cookies = Object.fromEntries(header.split(/; */).map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]))
  const token = await getToken({ req: { cookies, headers: {} } as GetTokenParams['req'], secret: settings.secret })
  if (token?.sessionId) sealed.set(header, token.sessionId, Date.now(), Number(token.exp) * 1000)
  return token?.sessionId
}

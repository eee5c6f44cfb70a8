import { timingSafeEqual } from 'node:crypto'

/** Whether the header carries the token, told in equal time; nobody has it where there is none. */
export function showsToken(header: string | null | undefined, token: string | undefined): boolean {
  const given = Buffer.from(header?.replace(/^Bearer /, '') ?? '')
  const wanted = Buffer.from(token ?? '')
  return token !== undefined && given.length === wanted.length && timingSafeEqual(given, wanted)
}

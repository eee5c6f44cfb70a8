import type { NextAuthOptions } from 'next-auth'
import Credentials from 'next-auth/providers/credentials'
import type { OAuthConfig } from 'next-auth/providers/oauth'
import { personOf } from '@/lib/adapters/identity/person-claims'
import { type Door, doors, type SignInProvider } from '@/lib/adapters/identity/sign-in-port'
import { signInByProvider } from '@/lib/auth/provider-sign-in'
import { endSession, type SignIn, signInByLink, signInToLook, signInByPassword } from '@/lib/auth/sign-in'
import { hashToken } from '@/lib/auth/token'
import { env } from '@/lib/env'
import { system } from '@/lib/system'

declare module 'next-auth' {
  interface Session {
    sessionId?: string
  }
  interface User {
    sessionId: string
  }
}
declare module 'next-auth/jwt' {
  interface JWT {
    sessionId?: string
  }
}

/**
 * The browser holds the id of a session and nothing else; whether it still counts, and for what, is asked of the
 * database on each request (lib/auth/person.ts). `userAgent` is written beside a session that begins in this request.
 */
export const authOptions = (userAgent = ''): NextAuthOptions => ({
  secret: env().NEXTAUTH_SECRET,
  session: { strategy: 'jwt', maxAge: 26 * 3600 },
  pages: { signIn: '/sign-in', error: '/sign-in' },
  providers: [...(system().signIn ? doors.map((door) => atDoor(system().signIn!, door)) : embeddedProviders(userAgent)), lookProvider(userAgent)],
  callbacks: {
    async signIn({ user, account, profile }) {
      if (account?.type !== 'oauth') return true
      const { access_token: access = '', refresh_token: refresh = '', expires_at: until = 0 } = account
      const accessSeconds = Math.max(0, until - Date.now() / 1000)
      const sid = (profile as { sid?: string }).sid
      const result = await signInByProvider(system(), { door: account.provider as Door, person: personOf(profile), tokens: { access, refresh, accessSeconds }, sid }, userAgent)
      if (!result.ok) return `/sign-in?refused=${account.provider}`
      user.sessionId = result.sessionId
      return true
    },
    jwt: ({ token, user }) => (user ? { sessionId: user.sessionId } : token),
    session: ({ session, token }) => ({ expires: session.expires, sessionId: token.sessionId }),
    redirect: ({ url, baseUrl }) => (url.startsWith('/') ? `${baseUrl}${url}` : new URL(url).origin === baseUrl ? url : baseUrl),
  },
  events: {
    async signOut({ token }) {
      if (token?.sessionId) await endSession(system(), hashToken(token.sessionId))
    },
  },
})

/** Accounts of our own: by password, and by the one-time link of a mail. */
const embeddedProviders = (userAgent: string): NextAuthOptions['providers'] => [
  Credentials({
    id: 'password',
    credentials: { email: {}, password: {} },
    authorize: async (given) => letIn(await signInByPassword(system(), given?.email ?? '', given?.password ?? '', userAgent)),
  }),
  Credentials({
    id: 'link',
    credentials: { token: {} },
    authorize: async (given) => letIn(await signInByLink(system(), given?.token ?? '', userAgent)),
  }),
]

/** For administrators who look as somebody else and come back, whoever let them in. */
const lookProvider = (userAgent: string) =>
  Credentials({
    id: 'look',
    credentials: { token: {} },
    authorize: async (given) => letIn(await signInToLook(system(), given?.token ?? '', userAgent)),
  })

function letIn(result: SignIn) {
  if (!result.ok) throw new Error(result.because)
  return { id: result.account.id, sessionId: result.sessionId }
}

/** Authorization code with PKCE, state and nonce; the tokens stay on the server. The session's id is given by the sign-in callback. */
const atDoor = ({ clients }: SignInProvider, door: Door): OAuthConfig<{ sub: string }> => ({
  id: door,
  name: door,
  type: 'oauth',
  wellKnown: `${clients[door].issuer}/.well-known/openid-configuration`,
  clientId: clients[door].clientId,
  clientSecret: clients[door].clientSecret,
  authorization: { params: { scope: 'openid' } },
  checks: ['pkce', 'state', 'nonce'],
  idToken: true,
  httpOptions: { timeout: 5_000 },
  profile: ({ sub }) => ({ id: sub, sessionId: '' }),
})

import type { NextAuthOptions } from 'next-auth'
import Credentials from 'next-auth/providers/credentials'
import { hashToken } from '@/lib/auth/token'
import { endSession, signInByLink, signInByPassword } from '@/lib/auth/sign-in'
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
 * database on each request (lib/auth/person.ts).
 */
export const authOptions = (): NextAuthOptions => ({
  secret: env().NEXTAUTH_SECRET,
  session: { strategy: 'jwt', maxAge: 26 * 3600 },
  pages: { signIn: '/sign-in', error: '/sign-in' },
  providers: [
    Credentials({
      id: 'password',
      credentials: { email: {}, password: {} },
      async authorize(given, request) {
        const result = await signInByPassword(system(), given?.email ?? '', given?.password ?? '', agentOf(request.headers))
        if (!result.ok) throw new Error(result.because)
        return { id: result.account.id, sessionId: result.sessionId }
      },
    }),
    Credentials({
      id: 'link',
      credentials: { token: {} },
      async authorize(given, request) {
        const result = await signInByLink(system(), given?.token ?? '', agentOf(request.headers))
        if (!result.ok) throw new Error(result.because)
        return { id: result.account.id, sessionId: result.sessionId }
      },
    }),
  ],
  callbacks: {
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

const agentOf = (headers: unknown): string => String((headers as Record<string, string> | undefined)?.['user-agent'] ?? '')

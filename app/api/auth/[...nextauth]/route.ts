import NextAuth from 'next-auth'
import { authOptions } from '@/lib/auth/next-auth'

// Built per request: the environment is not there while the product is being built.
const handler = (request: Request, context: unknown) => NextAuth(authOptions(request.headers.get('user-agent') ?? ''))(request, context)

export { handler as GET, handler as POST }

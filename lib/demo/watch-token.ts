import { readSignedId, signId } from '@/lib/auth/signed-id'

export const watchCookie = 'millrace-watch'

/** What lets the browser that confirmed the address watch its plant being built and walk in. */
export const watchToken = (secret: string, leaseId: string): string => signId(secret, 'watch', leaseId)

/** The lease that the token is for, or null. */
export const readWatchToken = (secret: string, token: string | undefined): string | null => readSignedId(secret, 'watch', token)

import { createHash, randomBytes } from 'node:crypto'
import type { Tx } from '@/lib/db'

export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex')

/** `entry`: the identity provider may ask once more who brought a `sign-in` link. */
export type TokenPurpose = 'sign-in' | 'notebook' | 'entry' | 'impersonate' | 'return'

/** On a token that lets an administrator look as somebody else. */
export interface ImpersonationFacts {
  impersonator: string
  impersonatorSession: string
  impersonationReason: string
}

/** A token of 192 bits that works once before `expiresAt`. Only its hash is stored. */
export async function issueToken(tx: Tx, token: { tenantId: string; accountId: string; purpose: TokenPurpose; expiresAt: Date } & Partial<ImpersonationFacts>): Promise<string> {
  const secret = randomBytes(24).toString('base64url')
  await tx.oneTimeToken.create({ data: { ...token, tokenHash: hashToken(secret) } })
  return secret
}

/** Uses the token up; null when it is unknown, used, expired or meant for something else. Of two at once one wins. */
export async function redeemToken(tx: Tx, secret: string, purpose: TokenPurpose, now: Date) {
  const { count } = await tx.oneTimeToken.updateMany({
    where: { tokenHash: hashToken(secret), purpose, usedAt: null, expiresAt: { gt: now } },
    data: { usedAt: now },
  })
  return count === 1 ? tx.oneTimeToken.findUnique({ where: { tokenHash: hashToken(secret) } }) : null
}

/** What `redeemToken` would take now, not used up. */
export const findUnused = (tx: Tx, secret: string, purpose: TokenPurpose, now: Date) =>
  tx.oneTimeToken.findFirst({ where: { tokenHash: hashToken(secret), purpose, usedAt: null, expiresAt: { gt: now } } })

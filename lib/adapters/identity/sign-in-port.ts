import type { Outcome } from '@/lib/adapters/outcome'
import type { RoleName } from '@/lib/adapters/identity/port'

/** Two ways in, each with people of its own: those who operate plants and the platform, and those of demo plants. */
export const doors = ['staff', 'demo'] as const
export type Door = (typeof doors)[number]

/** What an OpenID client of one door needs. */
export interface DoorClient {
  issuer: string
  clientId: string
  clientSecret: string
}

/** What the provider says of a person at this moment. */
export interface ProvidedPerson {
  /** The provider's own id; never given to another person. */
  subject: string
  username: string
  email: string
  name: string
  groups: RoleName[]
  /** Of a customer's people; none: of the platform. */
  tenant?: string
}

export interface ProvidedTokens {
  access: string
  refresh: string
  accessSeconds: number
}

/** A provider's word that a session ended: whose, or which one. Each `id` counts once. */
export interface SignedOut {
  door: Door
  id: string
  sid?: string
  subject?: string
  expiresAt: Date
}

/**
 * Where people sign in, when it is not here. A refusal is the provider's no: the session ended, the person is disabled,
 * the token was used or is not theirs.
 */
export interface SignInProvider {
  clients: Record<Door, DoorClient>
  /** The provider as a client of ours: it asks the portal to vouch for the one-time links of its mails (lib/auth/entry.ts). */
  entry: { clientId: string; clientSecret: string; redirectUri: string }
  /** Who holds the token now, groups included. */
  whoIs(door: Door, accessToken: string): Promise<Outcome<ProvidedPerson>>
  /** Uses the refresh token up; never asked twice with the same one. */
  renew(door: Door, refreshToken: string): Promise<Outcome<ProvidedTokens>>
  /** Ends the session there, and with it that of every other application. */
  endSession(door: Door, refreshToken: string): Promise<Outcome>
  /** A logout token (OpenID Connect Back-Channel Logout 1.0, 2.6): signature, issuer, audience, age, event, session. */
  readLogoutToken(token: string): Promise<Outcome<SignedOut>>
}

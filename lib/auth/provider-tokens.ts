import { hkdfSync } from 'node:crypto'
import { seal, unseal } from '@/lib/adapters/objects/seal'
import type { Door, ProvidedTokens } from '@/lib/adapters/identity/sign-in-port'
import type { Session } from '@/lib/generated/prisma/client'
import type { System } from '@/lib/system'

/** Tokens as they rest in the session's row, with the moment at which the access token ends. */
export interface HeldTokens {
  access: string
  refresh: string
  accessUntil: number
}

const keyOf = (system: System) => Buffer.from(hkdfSync('sha256', system.settings.secret, '', 'tokens of people', 32))

export function sealTokens(system: System, { access, refresh, accessSeconds }: ProvidedTokens): Uint8Array<ArrayBuffer> {
  const held: HeldTokens = { access, refresh, accessUntil: system.clock.now().getTime() + accessSeconds * 1000 }
  return new Uint8Array(seal(keyOf(system), Buffer.from(JSON.stringify(held))))
}

/** Null when there are none, or the installation's secret is another than the one that sealed them. */
export function openTokens(system: System, session: Pick<Session, 'providerTokens'>): HeldTokens | null {
  const opened = session.providerTokens && unseal(keyOf(system), Buffer.from(session.providerTokens))
  return opened?.ok ? (JSON.parse(opened.value.toString()) as HeldTokens) : null
}

/** Ends the session at the provider. When it does not answer, it ends there by itself after its idle time; that is logged. */
export async function endAtProvider(system: System, session: Pick<Session, 'door' | 'providerTokens' | 'idHash'>): Promise<void> {
  const tokens = openTokens(system, session)
  if (!system.signIn || !session.door || !tokens) return
  const ended = await system.signIn.endSession(session.door as Door, tokens.refresh)
  // Refused: it ended there before.
  if (!ended.ok && ended.failure.kind !== 'refused') system.log.warn({ session: session.idHash.slice(0, 12), failure: ended.failure }, 'the session could not be ended at the identity provider')
}

import { recordAudit } from '@/lib/audit/record'
import { notThere, Refusal } from '@/lib/http/problem'
import type { System } from '@/lib/system'
import type { RefusedReading } from '@/lib/telemetry/read-batch'
import { signWebhook, webhookSecret } from '@/lib/telemetry/webhook-signature'

const deadlineMs = 30_000
/** What one refused body held may be more than a body may hold, once every reading stands for itself. */
const itemsInBody = 5000

interface DeadLetterKey {
  tenantId: string
  id: string
}

/** The gateway's answer to a body that it could read: 202, 207 or 422. */
interface Verdict {
  accepted: number
  refusedCount: number
  refused: { message: string }[]
}

/**
 * Sends what was refused to the gateway again, signed as its source, with the times it had. What is refused this time
 * stands in a letter of its own. Asked twice it is sent once: the gateway knows the letter by its `webhook-id`.
 * @throws Refusal 404, 409 when its source was removed, 503 when the gateway does not take it; then nothing has changed.
 */
export async function replayDeadLetter(system: System, { tenantId, id }: DeadLetterKey, actor: string): Promise<{ outcome: string }> {
  const key = { tenantId, id }
  const letter = await system.db.asOperator((tx) => tx.deadLetter.findUnique({ where: { tenantId_id: key } }))
  if (!letter) throw notThere()
  if (letter.replayedAt) return { outcome: letter.outcome ?? '' }
  const items = (letter.items as unknown as RefusedReading[]).map(({ raw }) => timed(raw, letter.receivedAt))
  const verdicts: Verdict[] = []
  for (let at = 0; at < items.length; at += itemsInBody) {
    verdicts.push(await send(system, key.tenantId, letter.sourceId, `replay-${key.id}-${at}`, letter.what, items.slice(at, at + itemsInBody)))
  }
  const accepted = verdicts.reduce((sum, verdict) => sum + verdict.accepted, 0)
  const refused = verdicts.flatMap((verdict) => verdict.refused)[0]
  const outcome = `${accepted} of ${letter.count} taken${refused ? `; the rest was refused again: ${refused.message}` : ''}`
  return settle(system, key, actor, 'dead-letter.replayed', outcome)
}

/** Puts a letter aside that nobody will send again; it is kept as long as the others. */
export const dismissDeadLetter = (system: System, { tenantId, id }: DeadLetterKey, actor: string): Promise<{ outcome: string }> =>
  settle(system, { tenantId, id }, actor, 'dead-letter.dismissed', 'dismissed')

function settle(system: System, key: DeadLetterKey, actor: string, action: string, outcome: string): Promise<{ outcome: string }> {
  const now = system.clock.now()
  return system.db.asOperator(async (tx) => {
    const { count } = await tx.deadLetter.updateMany({ where: { ...key, replayedAt: null }, data: { replayedAt: now, outcome, replays: { increment: 1 } } })
    if (count > 0) {
      await recordAudit(tx, now, { tenantId: key.tenantId, actor, action, subject: key.id, detail: { outcome } })
      return { outcome }
    }
    // Somebody else was quicker; theirs counts.
    const letter = await tx.deadLetter.findUnique({ where: { tenantId_id: key } })
    if (!letter) throw notThere()
    return { outcome: letter.outcome ?? '' }
  })
}

/** A reading that came without a time was measured when it came, not when it is sent again. */
const timed = (raw: unknown, receivedAt: Date): unknown =>
  typeof raw === 'object' && raw !== null && !Array.isArray(raw) && !('t' in raw) ? { ...raw, t: receivedAt.getTime() } : raw

async function send(system: System, tenantId: string, sourceId: string, webhookId: string, what: string, items: unknown[]): Promise<Verdict> {
  const source = await system.db.asOperator((tx) => tx.ingestSource.findFirst({ where: { tenantId, id: sourceId, disabledAt: null } }))
  if (!source) throw new Refusal(409, 'Source removed', 'The source that sent this was removed, and nobody may send in its name. Send the readings from another source, or dismiss the letter.')
  const body = Buffer.from(JSON.stringify(items))
  const seconds = Math.floor(Date.now() / 1000)
  const secret = webhookSecret(system.settings.secret, tenantId, sourceId, source.secretVersion)
  const response = await fetch(`${system.settings.gatewayUrl}/v1/${what}`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', 'millrace-source': sourceId, 'webhook-id': webhookId, 'webhook-timestamp': String(seconds), 'webhook-signature': signWebhook(secret, webhookId, seconds, body) },
    signal: AbortSignal.timeout(deadlineMs),
  }).catch(() => null)
  if (!response) throw new Refusal(503, 'Gateway away', 'The gateway does not answer. Nothing was changed; try again when it is back.')
  if (![202, 207, 422].includes(response.status)) throw new Refusal(503, 'Not taken', `The gateway answered ${response.status}. Nothing was changed; try again in a moment.`)
  return (await response.json()) as Verdict
}

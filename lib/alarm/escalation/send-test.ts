import { randomBytes } from 'node:crypto'
import { demoLimitWords, leftOfDemo } from '@/lib/alarm/escalation/claim-messages'
import { markMessage } from '@/lib/alarm/escalation/mark-message'
import { sendMessage } from '@/lib/alarm/escalation/send-message'
import { pausesSeconds } from '@/lib/alarm/escalation/verdict'
import { recordAudit } from '@/lib/audit/record'
import type { Person } from '@/lib/auth/person'
import { notThere, Refusal } from '@/lib/http/problem'
import type { System } from '@/lib/system'

const testsPerHour = 20

/**
 * Sends a test now, once, and says what came of it. It stands in the list like any other notification.
 * @throws Refusal 404 for a target of another plant, 422 for one that is disabled, 429 after too many.
 */
export async function sendTest(system: System, { tenantId, email }: Person, { targetId }: { targetId: string }): Promise<{ delivered: boolean; why: string | null }> {
  const now = system.clock.now()
  const id = `ntf_${randomBytes(16).toString('hex')}`
  const { target, tenant } = await system.db.inTenant(tenantId, async (tx) => {
    const target = await tx.alarmTarget.findFirst({ where: { id: targetId } })
    if (!target) throw notThere()
    if (target.disabledAt) throw new Refusal(422, 'Disabled', 'The target is disabled: nothing is sent to it. Enable it first.')
    const tenant = await tx.tenant.findFirstOrThrow()
    // Also for its lock: of several at once each counts those before it.
    const left = await leftOfDemo(tx, tenantId, now)
    if (tenant.kind === 'demo' && target.kind !== 'mail' && left === 0) throw new Refusal(429, 'Too many', demoLimitWords)
    const tests = await tx.alarmNotification.count({ where: { kind: 'test', createdAt: { gt: new Date(now.getTime() - 3_600_000) } } })
    if (tests >= testsPerHour) throw new Refusal(429, 'Too many', `At most ${testsPerHour} tests are sent in an hour.`)
    // Never due: should this process end now, nobody sends the test later.
    await tx.alarmNotification.create({
      data: { tenantId, id, kind: 'test', alarmId: '', stepId: '', targetId, messageId: id, attempts: 1, createdAt: now, begunAt: now, nextAt: new Date('9999-01-01T00:00:00Z') },
    })
    await recordAudit(tx, now, { tenantId, actor: email, action: 'alarm-target.tested', subject: targetId })
    return { target, tenant }
  })
  const message = { id, attempts: 1, alarms: [], area: tenant.name, plant: tenant.name, timeZone: tenant.timeZone, target: target.name, portalUrl: system.settings.portalUrl }
  const sent = await sendMessage(system, target, message)
  // A test is not repeated: whoever waits for it sends another.
  await markMessage(system, target, { id, attempts: pausesSeconds.length + 1 }, sent.kind === 'delivered' ? sent : { kind: 'never', why: sent.why })
  return { delivered: sent.kind === 'delivered', why: sent.kind === 'delivered' ? null : sent.why }
}

import { randomBytes } from 'node:crypto'
import { recordAudit } from '@/lib/audit/record'
import type { Person } from '@/lib/auth/person'
import { notThere, Refusal } from '@/lib/http/problem'
import type { System } from '@/lib/system'

export interface NewStep {
  /** Empty: the whole plant. */
  nodeId: string
  priorities: number[]
  /** 0: at once; else only while nobody has acknowledged. */
  afterSeconds: number
  targetId: string
  alsoReturned: boolean
}

const mostSteps = 50

/** Holds for alarms that are decided from now on. @throws Refusal 404 for a place or target of another plant. */
export async function addStep(system: System, { tenantId, email }: Person, step: NewStep): Promise<{ id: string }> {
  const id = `step_${randomBytes(9).toString('base64url')}`
  const now = system.clock.now()
  const priorities = [...new Set(step.priorities)].sort()
  await system.db.inTenant(tenantId, async (tx) => {
    const target = await tx.alarmTarget.findFirst({ where: { id: step.targetId } })
    const place = step.nodeId === '' || (await tx.plantNode.findFirst({ where: { id: step.nodeId } }))
    if (!target || !place) throw notThere()
    if ((await tx.escalationStep.count()) >= mostSteps) throw new Refusal(422, 'Too many', `A plant has at most ${mostSteps} steps. Remove one that is no longer needed.`)
    await tx.escalationStep.create({ data: { ...step, priorities, tenantId, id, createdAt: now, createdBy: email } })
    await recordAudit(tx, now, { tenantId, actor: email, action: 'escalation-step.created', subject: id, detail: { ...step, priorities } })
  })
  return { id }
}

/** What it has not delivered yet is not sent any more. */
export function removeStep(system: System, { tenantId, email }: Person, { stepId }: { stepId: string }): Promise<void> {
  const now = system.clock.now()
  return system.db.inTenant(tenantId, async (tx) => {
    const step = await tx.escalationStep.findFirst({ where: { id: stepId } })
    if (!step) throw notThere()
    await tx.escalationStep.deleteMany({ where: { id: stepId } })
    const { nodeId, priorities, afterSeconds, targetId, alsoReturned } = step
    await recordAudit(tx, now, { tenantId, actor: email, action: 'escalation-step.removed', subject: stepId, detail: { nodeId, priorities, afterSeconds, targetId, alsoReturned } })
  })
}

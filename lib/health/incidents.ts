import { randomUUID } from 'node:crypto'
import { recordAudit } from '@/lib/audit/record'
import type { Tx } from '@/lib/db'
import type { Incident, NeighbourHealth } from '@/lib/generated/prisma/client'
import { notThere, Refusal } from '@/lib/http/problem'
import type { System } from '@/lib/system'

/** One answer that does not come is a hiccup: in a state for so long it is news. */
const steadyMs = 60_000
export const monitor = 'monitor'

export type IncidentStep = { do: 'open'; at: Date } | { do: 'close'; at: Date } | null

/** What the measured state of a neighbour asks for. What was announced opens nothing. */
export function decideIncident({ state, since }: Pick<NeighbourHealth, 'state' | 'since'>, open: Pick<Incident, 'openedAt'> | null, announced: boolean, now: Date): IncidentStep {
  if (now.getTime() - since.getTime() < steadyMs) return null
  if (state === 'down') return open || announced ? null : { do: 'open', at: since }
  return open ? { do: 'close', at: since > open.openedAt ? since : now } : null
}

/** Opens and closes incidents by what was just measured. Its id is made of neighbour and moment: twice is once. */
export async function followNeighbour(tx: Tx, health: NeighbourHealth, announced: boolean, now: Date): Promise<void> {
  const { neighbour, detail } = health
  const open = await tx.incident.findFirst({ where: { neighbour, openedBy: monitor, closedAt: null } })
  const step = decideIncident(health, open, announced, now)
  if (step?.do === 'open' && (await hasAnswered(tx, neighbour))) {
    const id = `${neighbour.toLowerCase().replaceAll(' ', '-')}-${step.at.toISOString()}`
    await tx.incident.createMany({ data: [{ id, neighbour, title: `${neighbour} does not answer${detail ? `: ${detail}` : ''}`, openedAt: step.at, openedBy: monitor }], skipDuplicates: true })
  }
  if (step?.do === 'close') await tx.incident.updateMany({ where: { id: open!.id, closedAt: null }, data: { closedAt: step.at, closedBy: monitor } })
}

/** What has never answered is being set up, or is not part of this installation. */
const hasAnswered = async (tx: Tx, neighbour: string): Promise<boolean> =>
  (await tx.neighbourSample.findFirst({ where: { neighbour, state: { not: 'down' } }, select: { at: true } })) !== null

/** What a person saw and nothing measured. */
export function openIncident(system: System, title: string, actor: string): Promise<string> {
  const now = system.clock.now()
  return system.db.asOperator(async (tx) => {
    const id = `incident-${randomUUID().slice(0, 8)}`
    await tx.incident.create({ data: { id, title, openedAt: now, openedBy: actor } })
    await recordAudit(tx, now, { tenantId: 'platform', actor, action: 'incident.opened', subject: id, detail: { title } })
    return id
  })
}

export function noteIncident(system: System, incidentId: string, text: string, actor: string): Promise<void> {
  const now = system.clock.now()
  return system.db.asOperator(async (tx) => {
    if (!(await tx.incident.findFirst({ where: { id: incidentId } }))) throw notThere()
    await tx.incidentNote.create({ data: { id: randomUUID(), incidentId, at: now, author: actor, text } })
  })
}

/** By hand those that a hand opened; the others close when the neighbour answers. @throws Refusal */
export function closeIncident(system: System, incidentId: string, actor: string): Promise<void> {
  const now = system.clock.now()
  return system.db.asOperator(async (tx) => {
    const incident = await tx.incident.findFirst({ where: { id: incidentId } })
    if (!incident) throw notThere()
    if (incident.openedBy === monitor) throw new Refusal(409, 'Not closed', 'It is measured: it closes by itself a minute after the neighbour answers again. Write a note instead.')
    await tx.incident.updateMany({ where: { id: incidentId, closedAt: null }, data: { closedAt: now, closedBy: actor } })
    await recordAudit(tx, now, { tenantId: 'platform', actor, action: 'incident.closed', subject: incidentId })
  })
}

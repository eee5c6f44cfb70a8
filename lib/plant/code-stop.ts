import { randomUUID } from 'node:crypto'
import { recordAudit } from '@/lib/audit/record'
import { may } from '@/lib/auth/capabilities'
import type { Person } from '@/lib/auth/person'
import { notThere, Refusal } from '@/lib/http/problem'
import type { System } from '@/lib/system'

export interface CodedStop {
  stopId: string
  fromReason: string
  toReason: string
}

/**
 * Gives a stop another reason, and with it the kind of that reason, so that every figure follows. The recorded reason
 * stays in the history. The same reason again changes nothing. Taking it back is coding it with `fromReason`.
 * @throws Refusal 404 for a stop of another plant, 403 without the right on its line, 422 for a reason that is a group.
 */
export function codeStop(system: System, person: Person, { stopId, reasonCode }: { stopId: string; reasonCode: string }): Promise<CodedStop> {
  const now = system.clock.now()
  return system.db.inTenant(person, async (tx) => {
    await tx.$queryRaw`SELECT id FROM stop WHERE id = ${stopId} FOR UPDATE`
    const stop = await tx.stop.findFirst({ where: { id: stopId } })
    if (!stop) throw notThere()
    const nodes = await tx.plantNode.findMany()
    const line = nodes.find(({ id }) => id === stop.lineId)
    const places = nodes.filter(({ path }) => line && (path === line.path || line.path.startsWith(`${path}/`))).map(({ id }) => id)
    if (!may(person.roles, 'plant.change', places)) throw new Refusal(403, 'Not allowed', 'Your role may look at the stops of this line and not code them.')
    const reason = await tx.stopReason.findFirst({ where: { code: reasonCode } })
    if (!reason?.parentCode) throw new Refusal(422, 'Not valid', 'Choose a reason, not a group of reasons.')
    const coded = { stopId, fromReason: stop.reasonCode, toReason: reasonCode }
    if (stop.reasonCode === reasonCode) return coded
    await tx.stop.updateMany({ where: { id: stopId }, data: { reasonCode, kind: reason.kind } })
    await tx.stopCoding.create({ data: { tenantId: person.tenantId, id: randomUUID(), ...coded, codedBy: person.email, codedAt: now } })
    await recordAudit(tx, now, { tenantId: person.tenantId, actor: person.email, action: 'stop.coded', subject: stopId, detail: { from: coded.fromReason, to: reasonCode } })
    return coded
  })
}

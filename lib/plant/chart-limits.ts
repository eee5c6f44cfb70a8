import { recordAudit } from '@/lib/audit/record'
import { may } from '@/lib/auth/capabilities'
import type { Person } from '@/lib/auth/person'
import type { Tx } from '@/lib/db'
import type { Characteristic } from '@/lib/generated/prisma/client'
import { notThere, Refusal } from '@/lib/http/problem'
import { phaseOneLimits } from '@/lib/spc/xbar-r'
import type { System } from '@/lib/system'

/** Most subgroups that one phase I may have. */
export const longestPhaseOne = 1000

/**
 * Takes a subgroup out of limits, rules and capability, or (without a reason) back in. It keeps its place and its
 * values. Limits whose phase I it lies in are refused when nothing would be left to make them of.
 * @throws Refusal 404, 403, 422
 */
export function excludeSubgroup(system: System, person: Person, { characteristicId, index, reason }: { characteristicId: string; index: number; reason: string | null }): Promise<void> {
  return changeChart(system, person, characteristicId, async (tx, characteristic, at) => {
    const found = await tx.subgroup.findFirst({ where: { characteristicId, index } })
    if (!found) throw new Refusal(422, 'Not valid', `There is no subgroup ${index}.`)
    if (found.excludedReason === reason) return
    await tx.subgroup.updateMany({ where: { characteristicId, index }, data: { excludedReason: reason } })
    await checkPhaseOne(tx, characteristic, characteristic.phaseIFirst, characteristic.phaseILast)
    await recordAudit(tx, at, { tenantId: person.tenantId, actor: person.email, action: reason ? 'subgroup.excluded' : 'subgroup.counted', subject: `${characteristicId} ${index}`, ...(reason && { reason }) })
  })
}

/** Makes the limits of the subgroups `first` to `last` and keeps them from then on. @throws Refusal 404, 403, 422 */
export function freezeLimits(system: System, person: Person, { characteristicId, first, last }: { characteristicId: string; first: number; last: number }): Promise<void> {
  return changeChart(system, person, characteristicId, async (tx, characteristic, at) => {
    if (last - first >= longestPhaseOne) throw new Refusal(422, 'Not valid', `Phase I may have ${longestPhaseOne} subgroups.`)
    await checkPhaseOne(tx, characteristic, first, last)
    await tx.characteristic.updateMany({ where: { id: characteristicId }, data: { phaseIFirst: first, phaseILast: last } })
    const from = `${characteristic.phaseIFirst} to ${characteristic.phaseILast}`
    await recordAudit(tx, at, { tenantId: person.tenantId, actor: person.email, action: 'limits.frozen', subject: characteristicId, detail: { from, to: `${first} to ${last}` } })
  })
}

async function checkPhaseOne(tx: Tx, { id }: Characteristic, first: number, last: number): Promise<void> {
  const own = await tx.subgroup.findMany({ where: { characteristicId: id, index: { gte: first, lte: last } }, orderBy: { index: 'asc' } })
  const limits = phaseOneLimits(own, first, last)
  if (!limits.ok) throw new Refusal(422, 'Not valid', limits.refusal.message)
}

function changeChart(system: System, person: Person, characteristicId: string, change: (tx: Tx, characteristic: Characteristic, at: Date) => Promise<void>): Promise<void> {
  return system.db.inTenant(person, async (tx) => {
    await tx.$queryRaw`SELECT id FROM characteristic WHERE id = ${characteristicId} FOR UPDATE`
    const characteristic = await tx.characteristic.findFirst({ where: { id: characteristicId } })
    if (!characteristic) throw notThere()
    const nodes = await tx.plantNode.findMany()
    const own = nodes.find(({ id }) => id === characteristic.nodeId)
    const places = nodes.filter(({ path }) => own && (path === own.path || own.path.startsWith(`${path}/`))).map(({ id }) => id)
    if (!may(person.roles, 'plant.change', places)) throw new Refusal(403, 'Not allowed', 'Your role may look at this chart and not change it.')
    await change(tx, characteristic, system.clock.now())
  })
}

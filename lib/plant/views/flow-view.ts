import type { Tx } from '@/lib/db'
import type { EquipmentState, PlantNode } from '@/lib/generated/prisma/client'
import { type Bottlenecks, bottlenecks, type MachineWait } from '@/lib/oee/bottleneck'
import { type FlowMachine, keyReasons, keyReasonTotals, type KeyReasonTotal } from '@/lib/oee/key-reason'
import type { Checked } from '@/lib/figures/refusal'
import type { LineInput } from '@/lib/oee/oee'
import type { LineRows, PlantModel } from '@/lib/plant/views/load-plant'
import { type StopReliability, stopReliability } from '@/lib/reliability/from-stops'
import type { Period } from '@/lib/plant/views/period'

export interface FlowView {
  line: PlantNode
  /** In the direction of flow. */
  machines: PlantNode[]
  bottlenecks: Checked<Bottlenecks>
  /** The machine that was bottleneck most, and why it waited. */
  key: { node: PlantNode; reasons: KeyReasonTotal[] } | null
}

const isWait = ({ state }: EquipmentState) => state === 'blocked' || state === 'starved'

export interface ReliabilityRow {
  node: PlantNode
  /** Null where the line did not run in the period. */
  value: StopReliability | null
}

/** MTBF and MTTR of the line and of every machine on it that broke down in the period. */
export function reliabilityOf(model: PlantModel, line: LineRows, input: LineInput): ReliabilityRow[] {
  const made = (node: PlantNode, failing?: (stop: LineInput['stops'][number]) => boolean): ReliabilityRow => {
    const checked = stopReliability(input, failing)
    return { node, value: checked.ok ? checked.value : null }
  }
  const ownerOf = new Map(line.stops.map(({ id, equipmentId }) => [id, equipmentId]))
  const broken = new Set(line.stops.filter(({ kind }) => kind === 'breakdown').map(({ equipmentId }) => equipmentId))
  const machines = model.nodes.filter(({ id, parentId }) => parentId === line.node.id && broken.has(id))
  return [made(line.node), ...machines.map((machine) => made(machine, ({ id }) => ownerOf.get(id) === machine.id))]
}

/** Which machine of a line sets the pace, and what held that machine up. Null without states of machines in the period. */
export async function loadFlow(tx: Tx, model: PlantModel, line: PlantNode, period: Period, now: Date): Promise<FlowView | null> {
  const end = period.to < now ? period.to : now
  const states = await tx.equipmentState.findMany({ where: { lineId: line.id, startsAt: { lt: end }, OR: [{ endsAt: null }, { endsAt: { gt: period.from } }] }, orderBy: { startsAt: 'asc' } })
  if (states.length === 0) return null
  const machines = model.nodes.filter(({ parentId }) => parentId === line.id)
  const byMachine = Map.groupBy(states, ({ equipmentId }) => equipmentId)
  const span = ({ startsAt, endsAt }: EquipmentState) => ({ from: startsAt, to: endsAt && endsAt < end ? endsAt : end })
  const statesOf = ({ id }: PlantNode) => byMachine.get(id) ?? []
  const found = bottlenecks({
    window: { from: period.from, to: end },
    machines: machines.map((machine) => ({ id: machine.id, waits: statesOf(machine).filter((row) => isWait(row) || row.state === 'planned').map((row) => ({ state: row.state as MachineWait['state'], ...span(row) })) })),
  })
  const flow = machines.map((machine): FlowMachine => ({
    id: machine.id,
    own: statesOf(machine).filter((row) => !isWait(row)).map((row) => ({ reasonCode: row.reasonCode ?? row.state, ...span(row) })),
    waits: statesOf(machine).filter(isWait).map((row) => ({ kind: row.state as 'blocked' | 'starved', ...span(row) })),
  }))
  const first = found.ok ? machines.find(({ id }) => id === found.value.machines[0]?.id) : undefined
  return { line, machines, bottlenecks: found, key: first ? { node: first, reasons: keyReasonTotals(keyReasons(flow, first.id)) } : null }
}

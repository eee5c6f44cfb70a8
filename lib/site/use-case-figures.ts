import { storyDateFor, storyTenantId } from '@/lib/plant/stories'
import { type BatchRowView, loadBatches } from '@/lib/plant/views/batches-view'
import { type DowntimeView, loadDowntime } from '@/lib/plant/views/downtime-view'
import { kept } from '@/lib/site/kept'
import type { UseCaseSlug } from '@/lib/site/use-cases'
import rings from '@/lib/spc/piston-rings.json'
import { type SpcAnswer, spcTool } from '@/lib/tools/spc-tool'
import type { System } from '@/lib/system'

export interface BatchFigure {
  batch: BatchRowView
  alike: BatchRowView[]
  timeZone: string
}

const keepMs = 10 * 60_000
let downtime: ReturnType<typeof kept<string, DowntimeView>> | undefined
let batches: ReturnType<typeof kept<string, BatchFigure>> | undefined

/** The fictional dairy's stops of 30 days. Null before its first seed. */
export function loadDowntimeFigure(system: System): Promise<DowntimeView | null> {
  downtime ??= kept(keepMs, () => system.clock.now().getTime(), (tenant) => withStory(system, tenant, () => loadDowntime(system, tenant, undefined, { range: '30d' })))
  return downtime(dairy(system))
}

/** The dairy's newest finished batch that has siblings. Null before its first seed. */
export function loadBatchFigure(system: System): Promise<BatchFigure | null> {
  batches ??= kept(keepMs, () => system.clock.now().getTime(), (tenant) => withStory(system, tenant, () => newestBatch(system, tenant)))
  return batches(dairy(system))
}

/** The piston rings of Montgomery: limits of the first 25 subgroups, Nelson's rules over all 40. */
export function pistonRingChart(): SpcAnswer {
  const answer = spcTool({ chart: 'xbar-r', values: rings.subgroups, phaseI: [1, 25], rules: 'nelson', spec: rings.expected.capability })
  if (!answer.ok) throw new Error('the piston rings make no chart')
  return answer.value
}

/** Which figure a page has. */
export const figureOf: Record<UseCaseSlug, 'reliability' | 'rings' | 'downtime' | 'batch'> = {
  'predictive-maintenance': 'reliability',
  quality: 'rings',
  'production-optimisation': 'downtime',
  compliance: 'batch',
}

const dairy = (system: System) => storyTenantId('dairy', storyDateFor('dairy', system.clock.now()))

async function withStory<T>(system: System, tenant: string, load: () => Promise<T | null>): Promise<T | null> {
  const exists = await system.db.inTenant(tenant, (tx) => tx.tenant.findFirst({ select: { id: true } }))
  return exists ? load() : null
}

async function newestBatch(system: System, tenant: string): Promise<BatchFigure | null> {
  const { batches: found, timeZone } = await loadBatches(system, tenant, undefined)
  // The story knows the future; a batch that ends in it is still running.
  const now = system.clock.now()
  const finished = found.filter(({ endsAt, record }) => endsAt && endsAt <= now && record.length > 0)
  const batch = finished.find(({ productId }) => finished.filter((other) => other.productId === productId).length > 3)
  return batch ? { batch, alike: finished.filter(({ id, productId }) => productId === batch.productId && id !== batch.id), timeZone } : null
}

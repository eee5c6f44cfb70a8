import type { Batch, LabResult } from '@/lib/generated/prisma/client'
import type { System } from '@/lib/system'
import type { Reach } from '@/lib/tenancy/reach'

/** One step of a batch record, as it was planned and as it was done. */
export interface RecordStep {
  step: string
  parameter: string
  unit: string
  planned: number
  actual: number
  at: string
}

export interface BatchRowView extends Omit<Batch, 'record'> {
  line: string
  product: string
  /** Output mass over input mass, 0..1; null while it runs. */
  yieldRatio: number | null
  record: RecordStep[]
}

export interface BatchesView {
  timeZone: string
  batches: BatchRowView[]
  chosen: { batch: BatchRowView; labResults: LabResult[]; alike: BatchRowView[] } | null
}

const days = 30

/** Batches of the last 30 days, newest first, and one of them opened beside those of the same product. */
export function loadBatches(system: System, reach: Reach, chosenId: string | undefined): Promise<BatchesView> {
  const since = new Date(system.clock.now().getTime() - days * 86_400_000)
  return system.db.inTenant(reach, async (tx) => {
    const { timeZone } = await tx.tenant.findFirstOrThrow()
    const names = new Map((await tx.plantNode.findMany({ select: { id: true, name: true } })).map(({ id, name }) => [id, name]))
    const products = new Map((await tx.product.findMany()).map(({ id, name }) => [id, name]))
    const found = await tx.batch.findMany({ where: { startsAt: { gte: since, lte: system.clock.now() } }, orderBy: { startsAt: 'desc' } })
    const batches = found.map((batch) => ({
      ...batch,
      line: names.get(batch.lineId) ?? batch.lineId,
      product: products.get(batch.productId) ?? batch.productId,
      yieldRatio: batch.outputKg === null ? null : batch.outputKg / batch.inputKg,
      record: batch.record as unknown as RecordStep[],
    }))
    const batch = batches.find(({ id }) => id === chosenId)
    if (!batch) return { timeZone, batches, chosen: null }
    const labResults = await tx.labResult.findMany({ where: { batchId: batch.id }, orderBy: { takenAt: 'asc' } })
    const alike = batches.filter((other) => other.productId === batch.productId && other.id !== batch.id)
    return { timeZone, batches, chosen: { batch, labResults, alike } }
  })
}

/** Mean and standard deviation of a parameter over other batches; null for fewer than three. */
export function usual(step: RecordStep, others: BatchRowView[]): { mean: number; deviation: number } | null {
  const values = others.flatMap(({ record }) => record.filter((own) => own.step === step.step && own.parameter === step.parameter).map(({ actual }) => actual))
  if (values.length < 3) return null
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return { mean, deviation: Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1)) }
}

import type { Tenant } from '@/lib/generated/prisma/client'

const dayMs = 86_400_000

/** What a plant of a demo has when its history is whole, and what it opens with: states of a day, figures of ten shifts. */
export const historyDays = 30
export const openingDays = 4

/**
 * Before this moment nothing is known yet of a plant whose history is still being copied (lib/plant/provision-plant.ts): a
 * shift there counts in no figure, or it would look like one in which nothing was made. Null: all is there.
 */
export function recordedFrom({ livedUntil, historyFrom }: Pick<Tenant, 'livedUntil' | 'historyFrom'>): Date | null {
  if (!livedUntil || !historyFrom) return null
  const daysBefore = (days: number) => livedUntil.getTime() - days * dayMs
  if (historyFrom.getTime() <= daysBefore(historyDays)) return null
  // A run over the border comes with the next step: a day later all is there.
  return new Date(Math.min(historyFrom.getTime(), daysBefore(openingDays)) + dayMs)
}

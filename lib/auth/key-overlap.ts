/** How long the key before a rotation still works, in hours: none after a leak, a week where somebody has to drive to the sender. */
export const keyOverlaps = ['0', '1', '24', '168'] as const
export type KeyOverlap = (typeof keyOverlaps)[number]

export const overlapWords: Record<KeyOverlap, string> = { 0: 'is refused at once', 1: 'works for another hour', 24: 'works for another day', 168: 'works for another week' }

/** Until when; null when it ends now. */
export const overlapEnd = (overlap: KeyOverlap, now: Date): Date | null => (overlap === '0' ? null : new Date(now.getTime() + Number(overlap) * 3_600_000))

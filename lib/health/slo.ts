const minuteMs = 60_000

/** What is promised, and over which time. */
export const sloTarget = 0.995
export const sloDays = 30
/** Neighbours without which a plant cannot work: all of them must answer in a good minute. */
export const sloNeighbours = ['Portal', 'PostgreSQL', 'Gateway']
/** Asked every minute, a minute may be skipped; longer gaps mean that nobody could ask, which is the worst failure. */
const longestGapMinutes = 2

export interface MinuteSample {
  /** Whole minutes since the epoch. */
  minute: number
  good: boolean
}

export interface Span {
  startsAt: Date
  endsAt: Date
}

export interface MinuteCounts {
  good: number
  bad: number
  /** In a maintenance window. */
  excluded: number
}

export interface SloView extends MinuteCounts {
  /** Null before anything was measured. */
  availability: number | null
  /** Minutes that may be bad of those that count, and how many of them are left; negative when it is spent. */
  budgetMinutes: number
  leftMinutes: number
  /** How many times faster than allowed the budget was spent lately; 1 spends it exactly. */
  burn: { hours: number; rate: number | null }[]
  days: ({ day: string } & MinuteCounts)[]
}

const burnHours = [1, 6, 72]
const kindAt = (minute: number, good: boolean, windows: [number, number][]): keyof MinuteCounts => (windows.some(([from, to]) => minute >= from && minute < to) ? 'excluded' : good ? 'good' : 'bad')

/**
 * The last thirty days, minute by minute, from the first sample on. A minute is good when every neighbour that counts
 * answered; between two samples that lie further apart than two minutes nobody asked, and those minutes are bad.
 */
export function sloOf(samples: MinuteSample[], windows: Span[], now: Date): SloView {
  const end = Math.floor(now.getTime() / minuteMs)
  const start = end - sloDays * 1440
  const spans = windows.map(({ startsAt, endsAt }): [number, number] => [Math.floor(startsAt.getTime() / minuteMs), Math.ceil(endsAt.getTime() / minuteMs)])
  const kinds = classify(samples, end).filter(({ minute }) => minute >= start).map(({ minute, good }) => ({ minute, kind: kindAt(minute, good, spans) }))
  const counts = count(kinds)
  const counted = counts.good + counts.bad
  const budgetMinutes = counted * (1 - sloTarget)
  return {
    ...counts,
    availability: counted === 0 ? null : counts.good / counted,
    budgetMinutes,
    leftMinutes: budgetMinutes - counts.bad,
    burn: burnHours.map((hours) => ({ hours, rate: burnRate(count(kinds.filter(({ minute }) => minute >= end - hours * 60))) })),
    days: [...Map.groupBy(kinds, ({ minute }) => new Date(minute * minuteMs).toISOString().slice(0, 10))].map(([day, ofDay]) => ({ day, ...count(ofDay) })),
  }
}

/** Every minute from the first sample to before `end`; the present one is still being measured. */
function classify(samples: MinuteSample[], end: number): MinuteSample[] {
  const minutes: MinuteSample[] = []
  samples.forEach(({ minute, good }, i) => {
    const next = samples[i + 1]?.minute ?? end
    const isGap = next - minute > longestGapMinutes
    for (let at = minute; at < next && at < end; at++) minutes.push({ minute: at, good: good && (at === minute || !isGap) })
  })
  return minutes
}

function count(kinds: { kind: keyof MinuteCounts }[]): MinuteCounts {
  const counts = { good: 0, bad: 0, excluded: 0 }
  for (const { kind } of kinds) counts[kind]++
  return counts
}

const burnRate = ({ good, bad }: MinuteCounts) => (good + bad === 0 ? null : bad / (good + bad) / (1 - sloTarget))

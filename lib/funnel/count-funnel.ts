import { type Passage, type PassageQuestion, passageOf } from '@/lib/funnel/passage'
import { quantile } from '@/lib/funnel/quantile'
import { type FunnelStepKey, stepOf } from '@/lib/funnel/steps'

export interface FunnelQuestion extends Omit<PassageQuestion, 'codes'> {
  /** In the funnel's order, two at least. */
  steps: FunnelStepKey[]
  /** Begin of each local week that overlaps the period, ascending, in ms. */
  weeks?: number[]
}

/** A person or a company, whichever the question counts. */
export interface Journey {
  /** Packed and ascending; see `packEvent`. */
  events: ArrayLike<number>
  /** The value of the dimension by which is split; null: not known. */
  segment?: string | null
}

/** Seconds; quantiles as of `quantile`. */
export interface TimeTo {
  median: number
  p75: number
  p95: number
}

export interface StepCount {
  step: FunnelStepKey
  /** Came this far, in order, within the window. */
  reached: number
  /** Of all who entered, 0..1; null when nobody did. */
  ofEntered: number | null
  /** Of those who reached the step before, 0..1; null for the entry, and when nobody did. */
  ofPrevious: number | null
  /** Came to the step before and not here. Null for the entry. */
  dropOff: DropOff | null
  fromPrevious: TimeTo | null
  fromEntry: TimeTo | null
}

export interface DropOff {
  /** Their window has closed, or their plant could not be built: they do not come this far any more. */
  lost: number
  /** Their window is still open. */
  underWay: number
  /** Of `lost` and `underWay`: something of their plant could not be built. A branch of its own, not a lack of interest. */
  plantFailed: number
}

export interface FunnelCounts {
  entered: number
  steps: StepCount[]
  /** Whose plant could not be built whole: all, and those who were not held up by it before "ready". */
  plantFailed: { all: number; cameOn: number }
  segments: { value: string | null; reached: number[] }[]
  weeks: { startsMs: number; reached: number[] }[]
}

/** The answer for these journeys. Pure; one pass over the events. */
export function countFunnel(journeys: Iterable<Journey>, question: FunnelQuestion): FunnelCounts {
  const tally = new FunnelTally(question)
  for (const journey of journeys) tally.add(journey)
  return tally.answer()
}

/** The same for journeys that come one after the other. */
export class FunnelTally {
  readonly #asked: PassageQuestion
  readonly #reached: number[]
  readonly #underWay: number[]
  readonly #failed: number[]
  readonly #fromPrevious: number[][]
  readonly #fromEntry: number[][]
  readonly #segments = new Map<string | null, number[]>()
  readonly #weeks: number[][]

  constructor(private readonly question: FunnelQuestion) {
    this.#asked = { ...question, codes: question.steps.map((step) => stepOf(step).code) }
    const zeros = () => question.steps.map(() => 0)
    this.#reached = zeros()
    // By the step that they did not come to; the last place is those who came to all.
    ;[this.#underWay, this.#failed] = [[...zeros(), 0], [...zeros(), 0]]
    ;[this.#fromPrevious, this.#fromEntry] = [question.steps.map(() => []), question.steps.map(() => [])]
    this.#weeks = (question.weeks ?? []).map(zeros)
  }

  add({ events, segment = null }: Journey): void {
    const passage = passageOf(events, this.#asked)
    if (passage) this.#count(passage, segment)
  }

  #count({ times, failed }: Passage, segment: string | null): void {
    const entry = times[0]!
    let ofSegment = this.#segments.get(segment)
    if (!ofSegment) this.#segments.set(segment, (ofSegment = this.question.steps.map(() => 0)))
    const ofWeek = this.#weeks[weekOf(this.question.weeks, entry)]
    for (let i = 0; i < times.length; i++) {
      const at = times[i]!
      this.#reached[i]!++
      ofSegment[i]!++
      if (ofWeek) ofWeek[i]!++
      if (i > 0) {
        this.#fromPrevious[i]!.push((at - times[i - 1]!) / 1000)
        this.#fromEntry[i]!.push((at - entry) / 1000)
      }
    }
    if (failed) this.#failed[times.length]!++
    if (entry + this.question.windowMs > this.question.asOfMs) this.#underWay[times.length]!++
  }

  answer(): FunnelCounts {
    const { steps, weeks = [] } = this.question
    const entered = this.#reached[0]!
    const all = this.#failed.reduce((sum, count) => sum + count, 0)
    const stuck = this.#failed[steps.indexOf('ready')] ?? 0
    return {
      entered,
      steps: steps.map((step, i) => this.#step(step, i, entered)),
      plantFailed: { all, cameOn: all - stuck },
      segments: [...this.#segments].map(([value, reached]) => ({ value, reached })).sort((a, b) => b.reached[0]! - a.reached[0]! || (a.value ?? '').localeCompare(b.value ?? '')),
      weeks: weeks.map((startsMs, i) => ({ startsMs, reached: this.#weeks[i]! })),
    }
  }

  #step(step: FunnelStepKey, i: number, entered: number): StepCount {
    const reached = this.#reached[i]!
    const before = i > 0 ? this.#reached[i - 1]! : null
    return {
      step,
      reached,
      ofEntered: entered > 0 ? reached / entered : null,
      ofPrevious: before ? reached / before : null,
      dropOff: before === null ? null : { lost: before - reached - this.#underWay[i]!, underWay: this.#underWay[i]!, plantFailed: step === 'ready' ? this.#failed[i]! : 0 },
      fromPrevious: timeTo(this.#fromPrevious[i]!),
      fromEntry: timeTo(this.#fromEntry[i]!),
    }
  }
}

function timeTo(seconds: number[]): TimeTo | null {
  if (seconds.length === 0) return null
  const sorted = Float64Array.from(seconds).sort()
  return { median: quantile(sorted, 0.5), p75: quantile(sorted, 0.75), p95: quantile(sorted, 0.95) }
}

/** The last week that has begun by then; the first for what lies before it. */
function weekOf(weeks: number[] = [], at: number): number {
  let [low, high] = [0, weeks.length - 1]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (weeks[middle]! <= at) low = middle
    else high = middle - 1
  }
  return low
}

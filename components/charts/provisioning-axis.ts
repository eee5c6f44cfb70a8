export type ProvisioningAttemptView = { startedSeconds: number; endedSeconds: number | null; /** "up", "refused", … in words; null while it runs. */ outcome: string | null }

export type ProvisioningRowView = {
  part: string
  system: string
  what: string
  state: 'waiting' | 'running' | 'retrying' | 'up' | 'given-up'
  attempts: ProvisioningAttemptView[]
  /** 0..1, if it is measured. */
  progress?: number
  tookSeconds?: number
  /** When it should be up, for the dashed remainder. */
  expectedEndSeconds?: number
}

export type ProvisioningAxis = { spanSeconds: number; ticks: number[] }

const steps = [10, 20, 30, 60, 120, 300, 600, 1800, 3600]

/** From zero to a little past what is known; at least 48 s, at most five marks. */
export function provisioningAxis(rows: ProvisioningRowView[], nowSeconds: number): ProvisioningAxis {
  const isRunning = rows.some(({ state }) => state === 'running' || state === 'retrying' || state === 'waiting')
  const ends = rows.flatMap(({ attempts, expectedEndSeconds }) => [...attempts.map(({ endedSeconds }) => endedSeconds ?? nowSeconds), expectedEndSeconds ?? 0])
  const spanSeconds = Math.max(48, Math.max(0, ...ends, isRunning ? nowSeconds : 0) * 1.15)
  const step = steps.find((seconds) => spanSeconds / seconds <= 5) ?? spanSeconds / 5
  return { spanSeconds, ticks: Array.from({ length: Math.floor(spanSeconds / step) + 1 }, (_, i) => i * step) }
}

const ordinals = ['first', 'second', 'third', 'fourth', 'fifth']
const tryWord = (count: number) => (ordinals[count - 1] ? `${ordinals[count - 1]} try` : `try ${count}`)

/** The state of a part in a word or a figure. */
export function partWord({ state, attempts, progress }: ProvisioningRowView): string {
  if (state === 'up') return 'up'
  if (state === 'given-up') return 'given up'
  if (state === 'waiting') return 'waiting'
  if (state === 'retrying' || attempts.length > 1) return tryWord(attempts.at(-1)?.endedSeconds === null ? attempts.length : attempts.length + 1)
  return progress === undefined ? 'running' : `${Math.round(progress * 100)}\u202F%`
}

/** Half full is on the way and not measured. */
export const partLevel = ({ state, progress }: ProvisioningRowView): number =>
  state === 'up' ? 1 : state === 'running' || state === 'retrying' ? (progress ?? 0.5) : 0

/** "Five of seven parts ready", or with figures beyond ten. */
export function readyWords(rows: ProvisioningRowView[]): string {
  const words = ['None', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine', 'Ten']
  const ready = rows.filter(({ state }) => state === 'up').length
  return `${words[ready] ?? ready} of ${(words[rows.length] ?? String(rows.length)).toLowerCase()} parts ready`
}

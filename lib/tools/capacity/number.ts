/** One number that goes into the plan: what it says, within which bounds, and why it is what it is. */
export interface CapacityNumber {
  label: string
  unit: string
  /** What stands there before anybody changes it. */
  start: number
  least: number
  most: number
  whole?: true
  /** Whether the reader says it, a bench of this product measured it, nobody measured it, or a provider asks for it. */
  kind: 'yours' | 'measured' | 'assumed' | 'price'
  /** Where it comes from, or why it was assumed so; the reader's own need none. */
  source?: string
  /** Of when a price or measurement is. */
  date?: string
  url?: string
}

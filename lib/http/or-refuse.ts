import type { Checked } from '@/lib/figures/refusal'
import { Refusal } from '@/lib/http/problem'

/** The figure, or its refusal as a 422 with the engine's own words. */
export function orRefuse<T>(checked: Checked<T>): T {
  if (checked.ok) return checked.value
  throw new Refusal(422, 'Not defined', checked.refusal.message)
}

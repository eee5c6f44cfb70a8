interface Limited {
  ruleKind: string | null
  /** Of the signal. */
  unit: string
  decimals: number
}

/** What a limit is of where it is not of the signal's own unit: a rate's is per minute, a z-score's in sigmas. */
export function limitMeasure({ ruleKind, unit, decimals }: Limited): { unit: string; decimals: number; per: string } | null {
  if (ruleKind === 'rate') return { unit, decimals, per: ' per minute' }
  if (ruleKind === 'z-score') return { unit: 'σ', decimals: 1, per: '' }
  return null
}

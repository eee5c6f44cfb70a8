import type { HistoryImportState } from '@/lib/generated/prisma/client'

export const stateWords: Record<HistoryImportState, string> = {
  uploading: 'not arrived',
  looking: 'being looked at',
  mapping: 'to be mapped',
  checking: 'being checked',
  checked: 'checked',
  running: 'being stored',
  done: 'brought in',
  failed: 'failed',
  cancelled: 'cancelled',
}

/** What a reason is called above its rows; the rows themselves say it in full. */
export const reasonWords: Record<string, string> = {
  torn_row: 'torn row',
  no_signal: 'no signal named',
  no_value: 'no value',
  unknown_signal: 'unknown signal',
  left_out: 'left out, as chosen',
  wrong_unit: 'wrong unit',
  not_a_number: 'no number',
  clock_missing: 'local time that never was',
  clock_twice: 'local time that was twice',
  bad_time: 'no time',
  clock_ahead: 'in the future',
  too_old: 'too old',
  duplicate: 'same signal and time again',
  bad_shape: 'cells missing or wrong',
  unknown_place: 'unknown place',
  unknown_product: 'unknown product',
  unknown_reason: 'unknown reason of a stop',
  impossible: 'contradicts itself',
}

import { SelectField } from '@/components/ui/select-field'
import { TextField } from '@/components/ui/text-field'
import { alertFigures, alertSpans, type Limit } from '@/lib/figure-alerts/figures'
import type { AlertFigure, AlertSpan } from '@/lib/generated/prisma/enums'

const sides = [{ id: 'below', label: 'comes below' }, { id: 'above', label: 'comes above' }]
const spans = Object.entries(alertSpans).map(([id, { label }]) => ({ id, label }))

/** Side, limit and span; `set` is what stands there already. */
export function LimitFields({ figure, set, error }: { figure: AlertFigure; set?: Limit; error?: string }) {
  const { unit, breaksAbove } = alertFigures[figure]
  const isAbove = set?.breaksAbove ?? breaksAbove
  return (
    <>
      <SelectField key={figure} label="Tell me when it" name="side" options={sides} defaultValue={isAbove ? 'above' : 'below'} />
      <TextField label={`Limit (${unit})`} name="limit" inputMode="decimal" required defaultValue={set?.limit} error={error} autoComplete="off" />
      <SelectField label="Looked at" name="span" options={spans} defaultValue={set?.span ?? 'last_8_h'} />
    </>
  )
}

/** What the fields say. */
export const limitOf = (data: FormData) => ({ span: String(data.get('span')) as AlertSpan, breaksAbove: data.get('side') === 'above', limit: String(data.get('limit')) })

import { Info } from 'lucide-react'
import type { ReactNode } from 'react'

export type FieldText = {
  label: ReactNode
  hint?: ReactNode
  /** What to write instead, in ink: "Write the address as name@company.com." */
  error?: string
  /** Keeps the label for assistive technology only. */
  labelHidden?: boolean
}

export function FieldError({ id, children }: { id?: string; children: ReactNode }) {
  return (
    <p id={id} className="field-error">
      <Info className="icon mt-px" aria-hidden /> <span>{children}</span>
    </p>
  )
}

/** Label, control, hint and error of any control that has the given id. */
export function Field({ id, label, hint, error, labelHidden, children }: FieldText & { id: string; children: ReactNode }) {
  return (
    <div className="field">
      <label htmlFor={id} className={labelHidden ? 'sr-only' : 'field-label'}>
        {label}
      </label>
      {children}
      {error && <FieldError id={`${id}-error`}>{error}</FieldError>}
      {hint && (
        <p id={`${id}-hint`} className="field-hint">
          {hint}
        </p>
      )}
    </div>
  )
}

/** The ids a control names in `aria-describedby`. */
export const describedBy = (id: string, { hint, error }: Pick<FieldText, 'hint' | 'error'>): string | undefined =>
  [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(' ') || undefined

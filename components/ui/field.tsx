import { Info } from 'lucide-react'
import { useId, type InputHTMLAttributes, type ReactNode, type TextareaHTMLAttributes } from 'react'
import { clsx } from 'clsx'

type FieldText = {
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

const describedBy = (id: string, { hint, error }: Pick<FieldText, 'hint' | 'error'>) =>
  [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(' ') || undefined

type TextInputProps = FieldText & Omit<InputHTMLAttributes<HTMLInputElement>, 'size'> & { size?: 'small' | 'default' }

export function TextInput({ label, hint, error, labelHidden, size = 'default', className, id, ...rest }: TextInputProps) {
  const ownId = useId()
  const inputId = id ?? ownId
  return (
    <Field id={inputId} label={label} hint={hint} error={error} labelHidden={labelHidden}>
      <input
        type="text"
        {...rest}
        id={inputId}
        className={clsx('input', className)}
        data-size={size}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy(inputId, { hint, error })}
      />
    </Field>
  )
}

export function TextArea({ label, hint, error, labelHidden, className, id, ...rest }: FieldText & TextareaHTMLAttributes<HTMLTextAreaElement>) {
  const ownId = useId()
  const inputId = id ?? ownId
  return (
    <Field id={inputId} label={label} hint={hint} error={error} labelHidden={labelHidden}>
      <textarea
        rows={4}
        {...rest}
        id={inputId}
        className={clsx('input', className)}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy(inputId, { hint, error })}
      />
    </Field>
  )
}

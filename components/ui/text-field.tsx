import { useId, type InputHTMLAttributes, type TextareaHTMLAttributes } from 'react'
import { clsx } from 'clsx'
import { Field, describedBy, type FieldText } from '@/components/ui/field'

type TextFieldProps = FieldText & Omit<InputHTMLAttributes<HTMLInputElement>, 'size'> & { size?: 'small' | 'default' }

export function TextField({ label, hint, error, labelHidden, size = 'default', className, id, ...rest }: TextFieldProps) {
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

import { useId, type SelectHTMLAttributes } from 'react'
import { clsx } from 'clsx'
import { describedBy, Field, type FieldText } from '@/components/ui/field'

type Props = FieldText &
  SelectHTMLAttributes<HTMLSelectElement> & {
    options: { id: string; label: string }[]
    /** First entry, which chooses nothing. */
    placeholder?: string
  }

/** The browser's own list: every keyboard and every phone knows it. */
export function SelectField({ label, hint, error, labelHidden, options, placeholder, className, id, ...rest }: Props) {
  const ownId = useId()
  const selectId = id ?? ownId
  return (
    <Field id={selectId} label={label} hint={hint} error={error} labelHidden={labelHidden}>
      <select
        {...rest}
        defaultValue={rest.value === undefined ? (rest.defaultValue ?? '') : undefined}
        id={selectId}
        className={clsx('input', className)}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy(selectId, { hint, error })}
      >
        {placeholder && (
          <option value="" disabled>
            {placeholder}
          </option>
        )}
        {options.map((option) => (
          <option key={option.id} value={option.id}>
            {option.label}
          </option>
        ))}
      </select>
    </Field>
  )
}

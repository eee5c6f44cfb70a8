import { useId, type ReactNode } from 'react'
import { FieldError } from '@/components/ui/field'

export type RadioOptionView = { value: string; label: ReactNode; hint?: ReactNode }

type Props = {
  legend: ReactNode
  name: string
  options: RadioOptionView[]
  defaultValue?: string
  columns?: 1 | 2
  error?: string
  required?: boolean
  onChange?: (value: string) => void
}

/** One of a few, all visible. Native radios, so it works before any script has come. */
export function RadioGroup({ legend, name, options, defaultValue, columns = 2, error, required, onChange }: Props) {
  const errorId = useId()
  return (
    <fieldset className="field" aria-invalid={error ? true : undefined} aria-describedby={error ? errorId : undefined}>
      <legend className="field-label">{legend}</legend>
      <div className="pick" data-columns={columns}>
        {options.map(({ value, label, hint }) => (
          <label key={value} className="pick-option">
            <input
              type="radio"
              name={name}
              value={value}
              required={required}
              defaultChecked={value === defaultValue}
              onChange={onChange ? () => onChange(value) : undefined}
            />
            <span>
              {label}
              {hint && <span className="pick-hint">{hint}</span>}
            </span>
          </label>
        ))}
      </div>
      {error && <FieldError id={errorId}>{error}</FieldError>}
    </fieldset>
  )
}

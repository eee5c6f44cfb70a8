'use client'

import { useState } from 'react'
import { dayNames } from '@/components/admin/day-names'

interface Props {
  label: string
  name: string
  /** As in "1,2,3": ISO, 1 is Monday. */
  initial: string
}

/** Days of the week to tick; sent as "1,2,3" in one field, as the record keeps them. */
export function WeekdayField({ label, name, initial }: Props) {
  const [days, setDays] = useState(() => initial.split(',').map(Number).filter(Boolean))
  const toggle = (day: number) => setDays(days.includes(day) ? days.filter((one) => one !== day) : [...days, day].sort((a, b) => a - b))
  return (
    <fieldset>
      <legend className="text-small mb-1 text-ink-2">{label}</legend>
      <input type="hidden" name={name} value={days.join(',')} />
      <div className="flex flex-wrap gap-x-4">
        {dayNames.map((text, i) => (
          <label key={text} className="flex min-h-[44px] items-center gap-2">
            <input type="checkbox" className="size-4 accent-accent" checked={days.includes(i + 1)} onChange={() => toggle(i + 1)} /> {text}
          </label>
        ))}
      </div>
    </fieldset>
  )
}

'use client'

import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import { addPrices } from '@/app/admin/billing/actions'
import { Button } from '@/components/ui/button'
import { FieldError } from '@/components/ui/field'
import { TextField } from '@/components/ui/text-field'
import type { Prices } from '@/lib/billing/price-list'
import { askAction } from '@/lib/http/ask-action'
import { editionFacts, editions } from '@/lib/licence/edition'

interface Props {
  /** The list before, to begin with; null for the first. */
  last: Prices | null
  from: string
}

/** A price list from a day on. What is saved is not changed: the next list follows it. */
export function PriceListForm({ last, from }: Props) {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<{ message: string; fields?: Record<string, string> } | null>(null)
  const router = useRouter()
  async function save(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const data = new FormData(event.currentTarget)
    setBusy(true)
    const result = await askAction(addPrices, wishOf(data))
    setBusy(false)
    setProblem(result.ok ? null : result)
    if (result.ok) router.refresh()
  }
  const error = (name: string) => problem?.fields?.[name]
  return (
    <details open={last === null}>
      <summary className="cursor-pointer text-small text-ink-2">{last ? 'New price list' : 'First price list'}</summary>
      <form onSubmit={(event) => void save(event)} className="mt-3 grid max-w-[640px] gap-4" aria-label="Price list">
        <div className="grid grid-cols-2 gap-3">
          <TextField label="From" name="validFrom" type="date" defaultValue={from} required error={error('validFrom')} />
          <TextField label="Currency" name="currency" defaultValue={last?.currency} placeholder="EUR" required error={error('currency')} />
        </div>
        {editions.map((edition) => (
          <fieldset key={edition} className="grid grid-cols-3 gap-3">
            <legend className="mb-1 text-small font-semibold">{editionFacts[edition].label}</legend>
            <TextField label="A month" name={`${edition}.base`} inputMode="decimal" defaultValue={last?.editions[edition].base} required error={error(`editions.${edition}.base`)} />
            <TextField label="Lines in it" name={`${edition}.includedLines`} inputMode="numeric" defaultValue={last?.editions[edition].includedLines} required error={error(`editions.${edition}.includedLines`)} />
            <TextField label="GB in it" name={`${edition}.includedGb`} inputMode="numeric" defaultValue={last?.editions[edition].includedGb} required error={error(`editions.${edition}.includedGb`)} />
          </fieldset>
        ))}
        <div className="grid grid-cols-3 gap-3 max-md:grid-cols-1">
          <TextField label="Further line, a month" name="line" inputMode="decimal" defaultValue={last?.line} required error={error('line')} />
          <TextField label="Further GB, a month" name="storedGb" inputMode="decimal" defaultValue={last?.storedGb} required error={error('storedGb')} />
          <TextField label="A million readings" name="readingsMillion" inputMode="decimal" defaultValue={last?.readingsMillion} required error={error('readingsMillion')} />
        </div>
        {problem && !problem.fields && <FieldError>{problem.message}</FieldError>}
        <div>
          <Button type="submit" busy={busy} busyWord="Saving">
            Save price list
          </Button>
        </div>
      </form>
    </details>
  )
}

function wishOf(data: FormData): Parameters<typeof addPrices>[0] {
  const text = (name: string) => String(data.get(name) ?? '')
  const edition = (name: string) => ({ base: text(`${name}.base`), includedLines: text(`${name}.includedLines`), includedGb: text(`${name}.includedGb`) })
  return {
    validFrom: text('validFrom'),
    currency: text('currency'),
    editions: { starter: edition('starter'), professional: edition('professional'), enterprise: edition('enterprise') },
    line: text('line'),
    storedGb: text('storedGb'),
    readingsMillion: text('readingsMillion'),
  }
}

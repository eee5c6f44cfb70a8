import { type FileForm, type Mapping, namesIn } from '@/lib/history/mapping'
import type { PlanEntry } from '@/lib/history/read-sql'
import { conversionBetween, unchanged } from '@/lib/history/units'

export interface PlanSignal {
  id: string
  unit: string
}

/** Beyond this nobody reads the list; what is not on it is refused by name. */
const mostEntries = 200_000

/** What every name of the file, in every unit that it comes in, is in this plant. Names that no signal has are left to be refused. */
export function planOf(form: FileForm, mapping: Mapping, signals: PlanSignal[]): PlanEntry[] {
  const byId = new Map(signals.map((signal) => [signal.id, signal]))
  const byPlainId = new Map(signals.map((signal) => [signal.id.toLowerCase(), signal]))
  const known = namesIn(form, mapping)
  const names = known.length > 0 ? known : signals.map(({ id }) => id)
  const plan: PlanEntry[] = []
  for (const name of new Set(names)) {
    const chosen = mapping.signals[name]
    if (chosen === '') {
      for (const unit of unitsOf(form, mapping)) plan.push({ ...entryOf(name, unit, ''), refusal: { code: 'left_out', message: `"${name}" is left out, as chosen.` } })
      continue
    }
    const signal = byId.get(chosen ?? name) ?? byPlainId.get((chosen ?? name).toLowerCase())
    if (!signal) continue
    for (const unit of unitsOf(form, mapping)) plan.push(planned(name, unit, unit || mapping.units[name] || signal.unit, signal))
    if (plan.length > mostEntries) break
  }
  return plan
}

const entryOf = (name: string, unit: string, signal: string): PlanEntry => ({ name, unit, signal, ...unchanged, refusal: null })

function planned(name: string, unit: string, from: string, signal: PlanSignal): PlanEntry {
  const conversion = conversionBetween(from, signal.unit)
  if (conversion) return { ...entryOf(name, unit, signal.id), ...conversion }
  return { ...entryOf(name, unit, signal.id), refusal: { code: 'wrong_unit', message: `"${signal.id}" is measured in ${signal.unit}; ${from} cannot be converted to it.` } }
}

/** Words of the unit column; '' stands for an empty cell, and for a file without such a column. */
function unitsOf(form: FileForm, mapping: Mapping): string[] {
  if (mapping.shape !== 'long' || mapping.unit === null) return ['']
  const { words, samples } = form.columns[mapping.unit]!
  return [...new Set(['', ...(words ?? samples)])]
}

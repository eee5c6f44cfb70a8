import type { CapacityTexts } from '@/components/tools/capacity-fields'
import { formatNumber, withUnit } from '@/components/ui/format'
import type { CapacityAnswer } from '@/lib/tools/capacity/capacity-tool'
import { type Choice, choiceKeys, choices } from '@/lib/tools/capacity/choices'

interface Props {
  texts: CapacityTexts
  /** Null while a field has a fault. */
  effects: CapacityAnswer['effects'] | null
  onChange: (choice: Choice, value: string) => void
}

/** The five choices, each with what it does to the bill as it stands. */
export function CapacityChoices({ texts, effects, onChange }: Props) {
  return (
    <fieldset className="grid gap-4">
      <legend className="sr-only">Choices</legend>
      {choiceKeys.map((choice) => {
        const isOn = texts[choice] === 'on'
        const effect = effects?.find((each) => each.choice === choice)
        return (
          <div key={choice} className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2.5">
            <input id={`choice-${choice}`} type="checkbox" className="mt-1" checked={isOn} aria-describedby={`about-${choice}`} onChange={() => onChange(choice, isOn ? 'off' : 'on')} />
            <label htmlFor={`choice-${choice}`} className="flex flex-wrap justify-between gap-x-3 font-semibold">
              {choices[choice].label}
              {effect && <span className="font-normal">{effectWords(effect)}</span>}
            </label>
            <p id={`about-${choice}`} className="col-start-2 text-small text-ink-3">
              {choices[choice].acts} {choices[choice].today}
            </p>
          </div>
        )
      })}
    </fieldset>
  )
}

function effectWords({ on, saves }: CapacityAnswer['effects'][number]): string {
  const money = withUnit('$', formatNumber(Math.abs(saves)))
  if (Math.round(saves) === 0) return 'changes nothing here'
  if (saves < 0) return on ? `adds ${money} a month` : `would add ${money} a month`
  return on ? `takes off ${money} a month` : `would take off ${money} a month`
}

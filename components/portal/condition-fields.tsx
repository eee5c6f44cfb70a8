import type { RuleDraft } from '@/components/portal/rule-draft'
import { RadioGroup } from '@/components/ui/radio-group'
import { FieldError } from '@/components/ui/field'
import { TextField } from '@/components/ui/text-field'
import { type NelsonRule, nelsonWords } from '@/lib/spc/nelson'

interface Props {
  draft: RuleDraft
  unit: string
  change: (more: Partial<RuleDraft>) => void
  /** By the path of the field. */
  errors: Record<string, string>
}

type TextName = { [K in keyof RuleDraft]: RuleDraft[K] extends string ? K : never }[keyof RuleDraft]

/** What the chosen kind of rule asks. */
export function ConditionFields({ draft, unit, change, errors }: Props) {
  const number = (name: TextName, label: string, hint?: string, setting: string = name) => (
    <TextField label={label} hint={hint} inputMode="decimal" value={draft[name]} onChange={(event) => change({ [name]: event.target.value })} error={errors[`condition.settings.${setting}`]} />
  )
  const inUnit = (label: string, per = '') => (unit ? `${label}, ${unit}${per}` : label)
  const pair = 'grid gap-4 sm:grid-cols-2'
  switch (draft.kind) {
    case 'threshold':
      return (
        <>
          <RadioGroup legend="Beyond the limit is" name="direction" defaultValue={draft.limitDirection} options={[{ value: 'high', label: 'above it' }, { value: 'low', label: 'below it' }]} onChange={(value) => change({ limitDirection: value as 'high' })} />
          <div className={pair}>
            {number('limit', inUnit('Limit'), 'A value on it is inside.')}
            {number('deadband', inUnit('Deadband'), 'It returns once the value is back by more than that.')}
          </div>
        </>
      )
    case 'rate':
      return (
        <>
          <RadioGroup legend="The value" name="direction" columns={1} defaultValue={draft.rateDirection} options={[{ value: 'rise', label: 'rises' }, { value: 'fall', label: 'falls' }, { value: 'either', label: 'rises or falls' }]} onChange={(value) => change({ rateDirection: value as 'rise' })} />
          <div className={pair}>
            {number('perMinute', inUnit('Faster than', ' per min'))}
            {number('overSeconds', 'Measured over, s', 'Against the oldest reading of that time.')}
          </div>
        </>
      )
    case 'z-score':
      return (
        <div className={pair}>
          {number('sigmas', 'Distance, standard deviations')}
          {number('points', 'From the mean of so many readings before', '5 to 200; they follow what lasts.')}
          {number('leastSigma', inUnit('Least standard deviation'), 'So that a flat line does not raise at every flicker.')}
        </div>
      )
    case 'stale':
      return number('afterSeconds', 'No reading for, s', 'It returns with the next reading.')
    case 'spc':
      return (
        <>
          <div className={pair}>
            {number('centre', inUnit('Centre line'))}
            {number('sigma', inUnit('Standard deviation'), 'A third of the way to a control limit.')}
          </div>
          <Patterns chosen={draft.patterns} change={(patterns) => change({ patterns })} error={errors['condition.settings.rules']} />
        </>
      )
  }
}

function Patterns({ chosen, change, error }: { chosen: number[]; change: (patterns: number[]) => void; error?: string }) {
  const toggle = (rule: number) => change(chosen.includes(rule) ? chosen.filter((one) => one !== rule) : [...chosen, rule])
  return (
    <fieldset className="field">
      <legend className="field-label">Patterns, after Nelson (1984), on single readings</legend>
      {([1, 2, 3, 4, 5, 6, 7, 8] as NelsonRule[]).map((rule) => (
        <label key={rule} className="flex min-h-8 items-center gap-2">
          <input type="checkbox" checked={chosen.includes(rule)} onChange={() => toggle(rule)} />
          <span>
            {rule}: {nelsonWords[rule]}
          </span>
        </label>
      ))}
      {error && <FieldError>{error}</FieldError>}
    </fieldset>
  )
}

import { ConditionFields } from '@/components/portal/condition-fields'
import { kindWords } from '@/components/portal/condition-words'
import type { RuleDraft } from '@/components/portal/rule-draft'
import { alarmWords } from '@/components/ui/alarm-glyph'
import { SelectField } from '@/components/ui/select-field'
import { TextArea, TextField } from '@/components/ui/text-field'
import type { RuleSignal } from '@/lib/alarm/load-rules'
import { ruleKinds } from '@/lib/alarm/rule'

interface Props {
  draft: RuleDraft
  signals: RuleSignal[]
  change: (more: Partial<RuleDraft>) => void
  errors: Record<string, string>
}

/** Every field of a rule. */
export function RuleForm({ draft, signals, change, errors }: Props) {
  const unit = signals.find(({ id }) => id === draft.signalId)?.unit ?? ''
  const text = (name: 'name' | 'onDelaySeconds' | 'offDelaySeconds') => ({ value: draft[name], error: errors[name], onChange: (event: { target: { value: string } }) => change({ [name]: event.target.value }) })
  const select = (name: 'signalId' | 'kind' | 'priority') => ({ value: draft[name], error: errors[name], onChange: (event: { target: { value: string } }) => change({ [name]: event.target.value }) })
  return (
    <div className="grid gap-4">
      <TextField label="Name" hint="It stands in the list and in every message: say what is wrong." maxLength={80} {...text('name')} />
      <SelectField label="Signal" placeholder="Choose a signal" options={signals.map(({ id, label }) => ({ id, label }))} {...select('signalId')} />
      <div className="grid gap-4 sm:grid-cols-2">
        <SelectField label="Kind" options={ruleKinds.map((kind) => ({ id: kind, label: kindWords[kind] }))} {...select('kind')} />
        <SelectField label="Priority" options={([1, 2, 3, 4] as const).map((one) => ({ id: String(one), label: `${one}, ${alarmWords[one].toLowerCase()}` }))} {...select('priority')} />
      </div>
      {/* Uncontrolled radios inside: another kind begins anew. */}
      <ConditionFields key={draft.kind} draft={draft} unit={unit} change={change} errors={errors} />
      {draft.kind !== 'stale' && (
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField label="On-delay, s" hint="It must hold for that long before the alarm is raised." inputMode="decimal" {...text('onDelaySeconds')} />
          <TextField label="Off-delay, s" hint="It must be gone for that long before the alarm returns." inputMode="decimal" {...text('offDelaySeconds')} />
        </div>
      )}
      <TextArea label="Consequence" hint="What happens if nobody answers." rows={2} maxLength={500} value={draft.consequence} error={errors.consequence} onChange={(event) => change({ consequence: event.target.value })} />
      <TextArea label="Response" hint="What the operator does." rows={2} maxLength={500} value={draft.response} error={errors.response} onChange={(event) => change({ response: event.target.value })} />
      <label className="flex min-h-8 items-center gap-2">
        <input type="checkbox" checked={draft.enabled} onChange={(event) => change({ enabled: event.target.checked })} />
        On: its signal is judged
      </label>
    </div>
  )
}

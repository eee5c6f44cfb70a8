import { conditionWords } from '@/components/portal/condition-words'
import { alarmWords } from '@/components/ui/alarm-glyph'
import { Button } from '@/components/ui/button'
import { formatDateClock, formatDuration } from '@/components/ui/format-time'
import { TermList } from '@/components/ui/term-list'
import type { RuleSignal } from '@/lib/alarm/load-rules'
import type { RuleFields } from '@/lib/alarm/rule-fields'
import type { SavedRule } from '@/lib/alarm/save-rule'

export type Conflict = Extract<SavedRule, { kind: 'conflict' }>

interface Props {
  conflict: Conflict
  signals: RuleSignal[]
  timeZone: string
  busy: boolean
  onKeepMine: () => void
  onTakeTheirs: () => void
}

/** Somebody saved first. Nothing that was typed is lost; what they saved is said. */
export function RuleConflict({ conflict, signals, timeZone, busy, onKeepMine, onTakeTheirs }: Props) {
  const { by, at, version, theirs } = conflict
  return (
    <section role="alert" aria-label="Saved by somebody else meanwhile" className="grid gap-3 border-l-4 border-state-down pl-4">
      <p className="font-semibold">
        {by} saved version {version} at {formatDateClock(at, timeZone)}, while you were editing.
      </p>
      <p>Nothing of yours was saved, and nothing that you typed is lost. Theirs says:</p>
      <TermList terms={termsOf(theirs, signals)} />
      <p className="flex flex-wrap gap-2">
        <Button busy={busy} busyWord="Saving" onClick={onKeepMine}>
          Save mine over it
        </Button>
        <Button onClick={onTakeTheirs}>Take theirs, leave mine</Button>
      </p>
    </section>
  )
}

function termsOf(theirs: RuleFields, signals: RuleSignal[]) {
  const signal = signals.find(({ id }) => id === theirs.signalId)
  return [
    { term: 'Name', detail: theirs.name },
    { term: 'Signal', detail: signal?.label ?? theirs.signalId },
    { term: 'Condition', detail: conditionWords(theirs.condition, signal ?? { unit: '', decimals: 2 }) },
    { term: 'Priority', detail: alarmWords[theirs.priority] },
    { term: 'Delays', detail: `on ${formatDuration(theirs.onDelaySeconds)}, off ${formatDuration(theirs.offDelaySeconds)}` },
    { term: 'Consequence', detail: theirs.consequence || '—' },
    { term: 'Response', detail: theirs.response || '—' },
    { term: 'State', detail: theirs.enabled ? 'on' : 'off' },
  ]
}

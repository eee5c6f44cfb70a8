'use client'

import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import { save, tryOut } from '@/app/(portal)/alarms/rules/actions'
import { DeleteRule } from '@/components/portal/delete-rule'
import { DryRunPanel } from '@/components/portal/dry-run-panel'
import { type Conflict, RuleConflict } from '@/components/portal/rule-conflict'
import { draftOf, emptyDraft, fieldsOfDraft, type RuleDraft } from '@/components/portal/rule-draft'
import { RuleForm } from '@/components/portal/rule-form'
import { RuleTrend } from '@/components/portal/rule-trend'
import { Button } from '@/components/ui/button'
import { FieldError } from '@/components/ui/field'
import { Panel } from '@/components/ui/panel'
import type { RuleEditorView } from '@/lib/alarm/load-rules'
import type { TriedRule } from '@/lib/alarm/try-rule'
import { askAction } from '@/lib/http/ask-action'

interface Props {
  view: RuleEditorView
  /** Of a new rule, where the address names one. */
  signalId?: string
  timeZone: string
}

interface Problem {
  message: string
  fields?: Record<string, string>
}

/** Writes a rule, tries it on the last 30 days, saves it. */
export function RuleEditor({ view: { rule, signals, mayChange }, signalId = '', timeZone }: Props) {
  const [draft, setDraft] = useState<RuleDraft>(() => (rule ? draftOf(rule.fields) : emptyDraft(signalId)))
  // The version that was opened: the page is asked for anew while somebody types, and must not move it on.
  const [version, setVersion] = useState(rule?.version ?? 1)
  const [doing, setDoing] = useState<'saving' | 'trying' | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [conflict, setConflict] = useState<Conflict | null>(null)
  const [tried, setTried] = useState<{ answer: TriedRule; of: string } | null>(null)
  const router = useRouter()
  const signal = signals.find(({ id }) => id === draft.signalId)
  const errors = problem?.fields ? Object.fromEntries(Object.entries(problem.fields).map(([path, words]) => [path.replace(/^fields\./, ''), words])) : {}
  const judged = JSON.stringify(judgedPart(draft))

  async function run() {
    setDoing('trying')
    const result = await askAction(tryOut, { fields: { ...fieldsOfDraft(draft), name: draft.name || 'Not named yet' } })
    setDoing(null)
    setProblem(result.ok ? null : result)
    if (result.ok) setTried({ answer: result.value, of: judged })
  }
  async function store(over: number) {
    setDoing('saving')
    const result = await askAction(save, { id: rule?.id ?? null, version: over, fields: fieldsOfDraft(draft) })
    setDoing(null)
    setProblem(result.ok ? null : result)
    if (!result.ok) return
    if (result.value.kind === 'conflict') return setConflict(result.value)
    router.push('/alarms/rules')
  }
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (mayChange) void store(version)
  }
  return (
    <div className="portal-two">
      <Panel title="Rule" note={rule ? `version ${version}` : 'new'}>
        <form className="grid gap-5" onSubmit={send} noValidate>
          <RuleForm draft={draft} signals={signals} errors={errors} change={(more) => setDraft((before) => ({ ...before, ...more }))} />
          {problem && <FieldError>{Object.keys(errors).length > 0 ? `Not saved: ${Object.keys(errors).length === 1 ? 'one field is' : `${Object.keys(errors).length} fields are`} not right.` : problem.message}</FieldError>}
          {conflict && (
            <RuleConflict
              conflict={conflict}
              signals={signals}
              timeZone={timeZone}
              busy={doing === 'saving'}
              onKeepMine={() => {
                setVersion(conflict.version)
                setConflict(null)
                void store(conflict.version)
              }}
              onTakeTheirs={() => {
                setDraft(draftOf(conflict.theirs))
                setVersion(conflict.version)
                setConflict(null)
              }}
            />
          )}
          <p className="flex flex-wrap gap-2">
            <Button type="submit" variant="primary" busy={doing === 'saving'} busyWord="Saving" disabledReason={mayChange ? undefined : 'Your role may look at the rules of this place and not change them.'}>
              Save
            </Button>
            <Button busy={doing === 'trying'} busyWord="Running" onClick={() => void run()}>
              Dry run over 30 days
            </Button>
            <Button href="/alarms/rules" variant="text">
              Cancel
            </Button>
          </p>
        </form>
        {rule && mayChange && <DeleteRule ruleId={rule.id} name={rule.fields.name} version={version} />}
      </Panel>
      <div className="grid gap-5">
        <section className="panel" aria-label="Signal">
          <RuleTrend signal={signal} draft={draft} timeZone={timeZone} />
        </section>
        <Panel title="Dry run" note="last 30 days, by the engine that judges live readings" flush>
          {tried ? <DryRunPanel tried={tried.answer} signal={signal} timeZone={timeZone} isOld={tried.of !== judged} /> : <p className="panel-body max-w-[68ch] text-ink-2">Says how often the rule would have been raised, and when, before anybody hears it. Nothing is changed by it.</p>}
        </Panel>
      </div>
    </div>
  )
}

/** What the engine looks at: another name makes no other alarm. */
function judgedPart(draft: RuleDraft) {
  const { condition, signalId, onDelaySeconds, offDelaySeconds } = fieldsOfDraft(draft)
  return { condition, signalId, onDelaySeconds, offDelaySeconds }
}

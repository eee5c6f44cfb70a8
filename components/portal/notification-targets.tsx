'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { replaceSecret, setTarget, testTarget } from '@/app/(portal)/alarms/notifications/actions'
import { AddTarget } from '@/components/portal/notification-add-target'
import { kindWords } from '@/components/portal/notification-words'
import { Button } from '@/components/ui/button'
import { type ColumnView, DataTable } from '@/components/ui/data-table'
import { Empty } from '@/components/ui/empty'
import { FieldError } from '@/components/ui/field'
import { formatDateClock } from '@/components/ui/format-time'
import { Panel } from '@/components/ui/panel'
import type { NotificationsView, TargetView } from '@/lib/alarm/escalation/load-notifications'
import type { TargetMade } from '@/lib/alarm/escalation/targets'

type Props = Pick<NotificationsView, 'targets' | 'people' | 'timeZone'> & {
  /** What a demo plant may send. */
  limit: string | null
}

/** Who can be told: people by mail, channels and systems by webhook. */
export function NotificationTargets({ targets, people, timeZone, limit }: Props) {
  const [busy, setBusy] = useState<string | null>(null)
  const [said, setSaid] = useState<string | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [secret, setSecret] = useState<TargetMade | null>(null)
  const router = useRouter()

  async function run<T>(what: string, work: Promise<{ ok: true; value: T } | { ok: false; message: string }>, done: (value: T) => void) {
    setBusy(what)
    setSaid(null)
    const result = await work
    setBusy(null)
    setProblem(result.ok ? null : result.message)
    if (!result.ok) return
    done(result.value)
    router.refresh()
  }
  const test = ({ id, name }: TargetView) =>
    run(`test ${id}`, testTarget({ targetId: id }), ({ delivered, why }) => (delivered ? setSaid(`The test reached ${name}.`) : setProblem(`The test of ${name} failed. ${why}`)))
  const turn = ({ id, name, disabled }: TargetView) =>
    run(`turn ${id}`, setTarget({ targetId: id, on: disabled }), () => setSaid(disabled ? `${name} is told of alarms that are raised from now on.` : `${name} is disabled: nothing is sent, and what was on its way is not tried again.`))
  const replace = ({ id }: TargetView) => run(`secret ${id}`, replaceSecret({ targetId: id }), setSecret)

  function made(target: TargetMade) {
    setProblem(null)
    setSaid(`${target.name} is added. Send it a test, then say in a step which alarms it is told of.`)
    // The secret of another stays until the page is left: it is shown only here.
    if (target.secret) setSecret(target)
  }

  const columns: ColumnView<TargetView>[] = [
    { key: 'name', head: 'Target', cell: ({ name, disabled }) => <span className={disabled ? 'text-ink-3' : undefined}><b>{name}</b>{disabled && ', disabled'}</span> },
    { key: 'kind', head: 'By', phone: 'hidden', cell: ({ kind }) => kindWords[kind] },
    { key: 'address', head: 'Address', phone: 'hidden', cell: ({ address }) => <span className="break-all">{address}</span> },
    { key: 'steps', head: 'Steps', align: 'right', phone: 'hidden', cell: ({ steps }) => steps },
    { key: 'last', head: 'Last delivery', phone: 'hidden', cell: (target) => <Last target={target} timeZone={timeZone} /> },
    {
      key: 'do',
      head: <span className="sr-only">Actions</span>,
      align: 'right',
      cell: (target) => (
        <span className="inline-flex flex-wrap justify-end gap-2 py-1">
          {!target.disabled && (
            <Button size="small" busy={busy === `test ${target.id}`} busyWord="Sending" aria-label={`Send a test to ${target.name}`} onClick={() => void test(target)}>
              Send a test
            </Button>
          )}
          {target.kind === 'webhook' && (
            <Button size="small" busy={busy === `secret ${target.id}`} busyWord="Replacing" aria-label={`Replace the secret of ${target.name}`} onClick={() => void replace(target)}>
              Replace secret
            </Button>
          )}
          <Button size="small" busy={busy === `turn ${target.id}`} aria-label={`${target.disabled ? 'Enable' : 'Disable'} ${target.name}`} onClick={() => void turn(target)}>
            {target.disabled ? 'Enable' : 'Disable'}
          </Button>
        </span>
      ),
    },
  ]
  return (
    <Panel title="Targets" note={limit ?? `${targets.length} ${targets.length === 1 ? 'target' : 'targets'}`} flush>
      <div role="status" className="grid gap-3 px-5 pb-3 empty:hidden max-md:px-3.5">
        {said && <p className="border-l-4 border-accent pl-3">{said}</p>}
        {problem && <FieldError>{problem}</FieldError>}
        {secret?.secret && <Secret made={secret} />}
      </div>
      <DataTable caption="Targets" rows={targets} rowKey={({ id }) => id} head="plain" columns={columns} empty={<Empty>No target yet. Add yourself by mail, a channel, or a system that takes webhooks.</Empty>} />
      <AddTarget people={people} open={targets.length === 0} onMade={made} />
    </Panel>
  )
}

function Last({ target: { lastDeliveredAt, lastError }, timeZone }: { target: TargetView; timeZone: string }) {
  return (
    <span className="whitespace-normal">
      {lastDeliveredAt ? formatDateClock(lastDeliveredAt, timeZone) : '— none yet'}
      {lastError && <small className="block max-w-[44ch] text-ink-2">{lastError}</small>}
    </span>
  )
}

function Secret({ made: { name, secret } }: { made: TargetMade }) {
  return (
    <div className="grid gap-1 border-l-4 border-accent pl-3">
      <p>
        Signing secret of <b>{name}</b>. Copy it now: it is not shown again.
      </p>
      <p>
        <code data-what="target-secret" className="break-all">{secret}</code>
      </p>
      <p className="text-small text-ink-2">Requests carry webhook-id, webhook-timestamp and webhook-signature (Standard Webhooks 1.0). A secret that was replaced signs beside the new one for 24 hours.</p>
    </div>
  )
}

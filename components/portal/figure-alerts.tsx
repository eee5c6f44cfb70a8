'use client'

import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { AlertForm } from '@/components/portal/alert-form'
import { AlertRow, type Done } from '@/components/portal/alert-row'
import { Button } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { Panel } from '@/components/ui/panel'
import type { AlertChoice, AlertRow as Row } from '@/lib/figure-alerts/load-alerts'
import { askAction } from '@/lib/http/ask-action'

/** One's own limits: of one dashboard, on which more can be set, or of all. */
export function FigureAlerts({ rows, on }: { rows: Row[]; on?: { dashboardId: string; choices: AlertChoice[] } }) {
  const [done, setDone] = useState<Done | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const router = useRouter()
  function onDone(what: Done) {
    setDone(what)
    setProblem(null)
    router.refresh()
  }
  async function takeBack(undo: NonNullable<Done['undo']>) {
    const result = await askAction(undo, undefined)
    if (result.ok) onDone({ words: 'It is back.' })
    else setProblem(result.message)
  }
  return (
    <Panel title="Your alerts" note={rows.length > 0 ? `${rows.length} ${rows.length === 1 ? 'alert' : 'alerts'}` : undefined} flush>
      <div role="status" className="mx-5 mb-3 flex flex-wrap items-center gap-3 border-l-4 border-accent pl-3 empty:hidden max-md:mx-3.5">
        {done && <span>{problem ?? done.words}</span>}
        {done?.undo && <Button size="small" onClick={() => void takeBack(done.undo!)}>Undo</Button>}
      </div>
      {rows.length === 0 && <Empty>{on ? 'No alert is set on this dashboard. One tells you by mail when a figure breaks a limit, and once more when it is back.' : 'No alert yet. Open a dashboard and set one on a figure.'}</Empty>}
      {rows.length > 0 && <ul className="rows">{rows.map((row) => <AlertRow key={row.id} row={row} withDashboard={!on} onDone={onDone} />)}</ul>}
      {on && on.choices.length > 0 && <AlertForm {...on} onSaid={(words) => onDone({ words })} />}
      <p className="border-t border-line px-5 py-3 text-small text-ink-2 max-md:px-3.5">Told to you alone, by mail. These are no safety alarms: those are <Link href="/alarms/rules">rules on signals</Link>.</p>
    </Panel>
  )
}

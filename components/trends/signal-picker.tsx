'use client'

import { type KeyboardEvent, useState } from 'react'
import { rankCommands } from '@/components/portal/rank-commands'
import { mostSignals } from '@/lib/telemetry/trend/wanted-signals'
import type { TrendSignal } from '@/lib/plant/views/trends-view'

interface Props {
  offered: TrendSignal[]
  chosen: string[]
  recent: string[]
  onAdd(id: string): void
}

/** Finds a signal by name, place or id; without a word the recent ones come first, the others by place. */
export function SignalPicker({ offered, chosen, recent, onAdd }: Props) {
  const [text, setText] = useState('')
  const [open, setOpen] = useState(false)
  const [at, setAt] = useState(0)
  const groups = groupsOf(offered.filter(({ id }) => !chosen.includes(id)), text, recent)
  const flat = groups.flatMap(({ signals }) => signals)
  const current = Math.min(at, flat.length - 1)
  const full = chosen.length >= mostSignals

  function add(signal: TrendSignal | undefined) {
    if (!signal || full) return
    onAdd(signal.id)
    setText('')
    setAt(0)
  }
  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'Escape') return setOpen(false)
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (event.key === 'Enter' && open) {
      event.preventDefault()
      add(flat[current])
    }
    if (!step) return
    event.preventDefault()
    setOpen(true)
    const next = open ? (current + step + flat.length) % Math.max(1, flat.length) : 0
    setAt(next)
    document.getElementById(`trend-signal-${next}`)?.scrollIntoView({ block: 'nearest' })
  }

  return (
    <div className="trends-picker" data-not-taken onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && setOpen(false)}>
      <input
        className="input"
        data-size="small"
        role="combobox"
        aria-label="Add a signal"
        aria-expanded={open}
        aria-controls="trend-signals"
        aria-autocomplete="list"
        aria-activedescendant={open && flat[current] ? `trend-signal-${current}` : undefined}
        placeholder={full ? `${mostSignals} signals are drawn, the most at once` : 'Add a signal: name, place or id'}
        value={text}
        onFocus={() => setOpen(true)}
        onClick={() => setOpen(true)}
        onChange={(event) => {
          setText(event.target.value)
          setOpen(true)
          setAt(0)
        }}
        onKeyDown={onKeyDown}
      />
      <div id="trend-signals" role="listbox" aria-label="Signals" className="trends-options" hidden={!open || full} tabIndex={-1}>
        {groups.map(({ place, signals }) => (
          <div key={place} role="group" aria-label={place}>
            <p aria-hidden>{place}</p>
            {signals.map((signal) => {
              const index = flat.indexOf(signal)
              return (
                <div key={signal.id} id={`trend-signal-${index}`} role="option" aria-selected={index === current} onMouseDown={(event) => event.preventDefault()} onClick={() => add(signal)} onMouseMove={() => setAt(index)}>
                  <span>{signal.name}</span>
                  <small>
                    {signal.unit} · {signal.id}
                  </small>
                </div>
              )
            })}
          </div>
        ))}
        {flat.length === 0 && <p role="option" aria-selected={false}>No other signal of this plant has that name.</p>}
      </div>
    </div>
  )
}

function groupsOf(offered: TrendSignal[], text: string, recent: string[]): { place: string; signals: TrendSignal[] }[] {
  const found = text.trim() ? rankCommands(offered.map((signal) => ({ signal, label: `${signal.name} ${signal.place} ${signal.id}` })), text).map(({ signal }) => signal) : offered
  const first = text.trim() ? [] : recent.flatMap((id) => found.find((signal) => signal.id === id) ?? [])
  const byPlace = Map.groupBy(found.filter((signal) => !first.includes(signal)), ({ place }) => place)
  return [...(first.length > 0 ? [{ place: 'Recent', signals: first }] : []), ...[...byPlace].map(([place, signals]) => ({ place, signals }))]
}

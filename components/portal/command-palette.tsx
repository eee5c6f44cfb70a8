'use client'

import { Search } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { Dialog } from 'radix-ui'
import { type KeyboardEvent, useEffect, useState } from 'react'
import { rankCommands } from '@/components/portal/rank-commands'
import { rooms } from '@/components/portal/rooms'
import { Kbd } from '@/components/ui/kbd'

interface Props {
  places: { name: string; path: string; level: string }[]
}

export interface Command {
  label: string
  note: string
  href: string
}

const placeRooms = rooms.filter(({ hasPlaces }) => hasPlaces)

const commandsOf = (places: Props['places']): Command[] => [
  ...rooms.map(({ key, label, group }) => ({ label, note: group, href: `/${key}` })),
  ...places.flatMap(({ name, path, level }) =>
    placeRooms
      .filter(({ key }) => level !== 'site' && (level !== 'equipment' || key !== 'plant'))
      .map(({ key, label }) => ({ label: `${name}, ${label.toLowerCase()}`, note: level, href: `/${key}/${path}` })),
  ),
]

/** Ctrl K: every room and every place by name. Arrows walk, Enter goes. */
export function CommandPalette({ places }: Props) {
  const [open, setOpen] = useState(false)
  useEffect(() => {
    const onKeyDown = (event: globalThis.KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey)) return
      event.preventDefault()
      setOpen((was) => !was)
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [])
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger className="palette-trigger">
        <Search size={16} strokeWidth={1.75} aria-hidden />
        <span className="not-phone">
          Search <Kbd>Ctrl K</Kbd>
        </span>
        <span className="only-phone sr-only">Search</span>
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay className="palette-shade" />
        <Dialog.Content className="palette" aria-describedby={undefined}>
          <Dialog.Title className="sr-only">Search rooms and places</Dialog.Title>
          {open && <Finder commands={commandsOf(places)} close={() => setOpen(false)} />}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function Finder({ commands, close }: { commands: Command[]; close: () => void }) {
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const router = useRouter()
  const found = rankCommands(commands, text).slice(0, 10)
  const current = Math.min(at, found.length - 1)

  const go = (command: Command | undefined) => {
    if (!command) return
    close()
    router.push(command.href)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (event.key === 'Enter') go(found[current])
    if (!step) return
    event.preventDefault()
    setAt((current + step + found.length) % Math.max(1, found.length))
  }

  return (
    <>
      <input
        className="input"
        role="combobox"
        aria-label="Search rooms and places"
        aria-expanded
        aria-controls="palette-list"
        aria-activedescendant={found[current] && `palette-${current}`}
        placeholder="A room, a line, a machine"
        value={text}
        onChange={(event) => {
          setText(event.target.value)
          setAt(0)
        }}
        onKeyDown={onKeyDown}
        autoFocus
      />
      <ul id="palette-list" role="listbox" aria-label="Results">
        {found.map((command, i) => (
          <li key={command.href} id={`palette-${i}`} role="option" aria-selected={i === current} onClick={() => go(command)} onMouseMove={() => setAt(i)}>
            <span>{command.label}</span>
            <small>{command.note}</small>
          </li>
        ))}
      </ul>
      {found.length === 0 && <p className="px-4 pb-4 text-ink-2">Nothing in this plant has that name.</p>}
    </>
  )
}

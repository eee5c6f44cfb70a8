'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { memo } from 'react'
import { type Room, rooms } from '@/components/portal/rooms'
import { Logo } from '@/components/ui/logo'
import { StateGlyph, type StateView } from '@/components/ui/state-glyph'

export interface TreeNodeView {
  id: string
  name: string
  path: string
  depth: number
  state?: StateView
}

const groups = ['Rooms', 'Data', 'You'] as const

/** Place (tree) and room (list) cross: changing one keeps the other. */
export function Rail({ tree }: { tree: TreeNodeView[] }) {
  const { room, place } = usePlace()
  const roomForPlaces = rooms.find((one) => one.key === room)?.hasPlaces ? room : 'plant'
  return (
    <nav className="rail" aria-label="Plant and rooms">
      <Link href="/plant" className="rail-home" aria-label="Millrace, plant overview">
        <Logo />
      </Link>
      <ul className="tree">
        {tree.map((node) => (
          <li key={node.id} data-depth={node.depth}>
            <TreeLink node={node} href={node.depth === 0 ? `/${roomForPlaces}` : `/${roomForPlaces}/${node.path}`} isCurrent={place === (node.depth === 0 ? '' : node.path)} />
          </li>
        ))}
      </ul>
      {groups.map((group) => (
        <div key={group}>
          <h2>{group}</h2>
          <ul>
            {rooms
              .filter((one) => one.group === group)
              .map((one) => (
                <li key={one.key}>
                  <RoomLink room={one} href={one.hasPlaces && place ? `/${one.key}/${place}` : `/${one.key}`} isCurrent={room === one.key} />
                </li>
              ))}
          </ul>
        </div>
      ))}
    </nav>
  )
}

// Forty links stand here: a page that is opened draws anew only those that lead elsewhere now.

const TreeLink = memo(function TreeLink({ node, href, isCurrent }: { node: TreeNodeView; href: string; isCurrent: boolean }) {
  return (
    <Link href={href} aria-current={isCurrent ? 'true' : undefined}>
      {node.state && <StateGlyph state={node.state} />}
      <span>{node.name}</span>
    </Link>
  )
})

const RoomLink = memo(function RoomLink({ room: { label, icon: Icon }, href, isCurrent }: { room: Room; href: string; isCurrent: boolean }) {
  return (
    <Link href={href} aria-current={isCurrent ? 'page' : undefined} aria-label={label} title={label}>
      <Icon size={16} strokeWidth={1.75} aria-hidden />
      <span>{label}</span>
    </Link>
  )
})

const tabKeys = ['plant', 'alarms', 'oee', 'downtime', 'services']

/** The five rooms that a phone reaches with a thumb; the rest is linked from Services. */
export function Tabs() {
  const { room } = usePlace()
  return (
    <nav className="tabs" aria-label="Rooms">
      {rooms
        .filter((one) => tabKeys.includes(one.key))
        .map(({ key, label, icon: Icon }) => (
          <Link key={key} href={`/${key}`} aria-current={room === key ? 'page' : undefined}>
            <Icon size={20} strokeWidth={1.75} aria-hidden />
            {label.split(' ')[0]}
          </Link>
        ))}
    </nav>
  )
}

function usePlace() {
  const [, room = 'plant', ...rest] = usePathname().split('/')
  // Where a room has no places, what follows is a page of it.
  return { room, place: rooms.find(({ key }) => key === room)?.hasPlaces ? rest.join('/') : '' }
}

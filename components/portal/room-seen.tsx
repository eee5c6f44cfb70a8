'use client'

import { usePathname } from 'next/navigation'
import { useEffect } from 'react'

/** In a demo plant: says which room was opened. */
export function RoomSeen() {
  const room = usePathname().split('/')[1]
  useEffect(() => {
    if (room) void fetch('/api/room', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ room }) }).catch(() => undefined)
  }, [room])
  return null
}

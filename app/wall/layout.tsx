import type { ReactNode } from 'react'
import '@/components/portal/wall.css'
import { LiveProvider } from '@/components/portal/live-pulse'

/** For a screen that hangs in the hall: no rail, no bar, dark unless the room asks for light. */
export default function WallLayout({ children }: { children: ReactNode }) {
  return (
    <LiveProvider>
      <main id="content" className="wall" data-theme="dark">
        {children}
      </main>
    </LiveProvider>
  )
}

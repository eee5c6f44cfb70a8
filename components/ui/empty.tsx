import type { ReactNode } from 'react'

/** Nothing here: one sentence why, one action. */
export function Empty({ children, action }: { children: ReactNode; action?: ReactNode }) {
  return (
    <div className="px-5 py-8 max-md:px-3.5">
      <p className="max-w-[68ch] text-ink-2">{children}</p>
      {action && <div className="mt-3">{action}</div>}
    </div>
  )
}

import type { ReactNode } from 'react'

interface Props {
  title: string
  /** One sentence saying what matters now. */
  summary: ReactNode
  action?: ReactNode
  children: ReactNode
  /** Beside the page, not over it. */
  drawer?: ReactNode
}

export function AdminPage({ title, summary, action, children, drawer }: Props) {
  return (
    <div className="flex min-w-0 flex-1">
      <main id="content" className="grid min-w-0 max-w-[1680px] flex-1 content-start gap-4 px-6 py-6 max-md:px-4">
        <header className="flex flex-wrap items-start justify-between gap-3">
          <div>
            <h1 className="text-page">{title}</h1>
            <p className="text-ink-2">{summary}</p>
          </div>
          {action}
        </header>
        {children}
      </main>
      {drawer}
    </div>
  )
}

import type { ReactNode } from 'react'

/** A double rule on raised ground: the only ornament. Prints alone on its page. */
export function CertificateFrame({ title, mark, level = 3, children }: { title: string; mark?: ReactNode; level?: 1 | 2 | 3; children: ReactNode }) {
  const Heading = `h${level}` as const
  return (
    <article className="certificate" aria-label={title}>
      <div className="certificate-inner">
        <header className="certificate-head">
          <Heading className="certificate-title">{title}</Heading>
          {mark && <span className="certificate-mark">{mark}</span>}
        </header>
        {children}
      </div>
    </article>
  )
}

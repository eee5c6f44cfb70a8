import { Fragment, type CSSProperties, type ReactNode } from 'react'

export type TermView = { term: ReactNode; detail: ReactNode; termNote?: ReactNode; detailNote?: ReactNode }

type Props = {
  terms: TermView[]
  /** `words` reads from the left; `figures` sets the details right-aligned and strong. */
  look?: 'words' | 'figures'
  /** Width of the term column in px, `words` only. */
  termWidth?: number
}

/** Terms and what they are, ruled. */
export function TermList({ terms, look = 'words', termWidth }: Props) {
  return (
    <dl className="terms" data-look={look} style={termWidth ? ({ '--term-width': `${termWidth}px` } as CSSProperties) : undefined}>
      {terms.map(({ term, detail, termNote, detailNote }, index) => (
        <Fragment key={index}>
          <dt>
            {term}
            {termNote && <small>{termNote}</small>}
          </dt>
          <dd>
            {detail}
            {detailNote && <small>{detailNote}</small>}
          </dd>
        </Fragment>
      ))}
    </dl>
  )
}

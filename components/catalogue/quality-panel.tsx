import { Check, Minus, X } from 'lucide-react'
import { Empty } from '@/components/ui/empty'
import { formatPercent } from '@/components/ui/format'
import { Panel } from '@/components/ui/panel'
import { type Judged, qualityScore } from '@/lib/catalogue/expectations'

/** What is expected of the table, and whether it holds; what fails first. */
export function QualityPanel({ judged }: { judged: Judged[] }) {
  const score = qualityScore(judged)
  const order = (holds: boolean | null) => (holds === false ? 0 : holds === null ? 1 : 2)
  return (
    <Panel title="What is expected" note={score === null ? undefined : `${formatPercent(score, 0)} holds`} flush>
      {judged.length === 0 && <Empty>Nothing is expected of this table yet.</Empty>}
      <ul className="rows">
        {judged.toSorted((a, b) => order(a.holds) - order(b.holds)).map(({ words, holds, found }) => (
          <li key={words} className="row">
            <span className="expectation">
              {holds === null ? <Minus className="icon" aria-hidden /> : holds ? <Check className="icon" aria-hidden /> : <X className="icon" aria-hidden />}
              <span className={holds === false ? 'font-semibold' : undefined}>{words}</span>
            </span>
            <span className="text-small text-ink-3">{holds === null ? 'not judged' : holds ? 'holds' : 'fails'}: {found}</span>
          </li>
        ))}
      </ul>
    </Panel>
  )
}

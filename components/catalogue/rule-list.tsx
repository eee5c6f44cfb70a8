import { Check, X } from 'lucide-react'
import { formatNumber } from '@/components/ui/format'
import { Panel } from '@/components/ui/panel'
import type { NodeResult } from '@/lib/transformations/read-results'

/** Rules of the business and of the tables: broken ones first, with how many rows break them. */
export function RuleList({ results }: { results: NodeResult[] }) {
  const rules = results.filter(({ kind }) => kind === 'test')
  const broken = rules.filter(({ status }) => status !== 'ok')
  const own = rules.filter(({ status, sql }) => status === 'ok' && sql)
  const known = rules.filter(({ status, sql }) => status === 'ok' && !sql)
  return (
    <Panel title="Rules" note={broken.length === 0 ? `All ${rules.length} hold` : `${broken.length} of ${rules.length} broken`} flush>
      <ul className="rows">
        {[...broken, ...own].map((rule) => <Rule key={rule.name} rule={rule} />)}
      </ul>
      {known.length > 0 && (
        <details className="mart-more">
          <summary>{known.length} more that hold: columns that are never empty, never twice, or stand in another table</summary>
          <ul className="rows">
            {known.map((rule) => <Rule key={rule.name} rule={rule} />)}
          </ul>
        </details>
      )}
    </Panel>
  )
}

function Rule({ rule: { name, words, status, failures, message, sql } }: { rule: NodeResult }) {
  const holds = status === 'ok'
  return (
    <li className="row">
      <span className="expectation">
        {holds ? <Check className="icon" aria-hidden /> : <X className="icon" aria-hidden />}
        <span>
          <span className={holds ? undefined : 'font-semibold'}>{sql ? titleOf(name) : words}</span>
          {sql && <small className="catalogue-row">{holds ? 'Broken by: ' : ''}{words}</small>}
        </span>
      </span>
      <span className="text-small text-ink-3">{holds ? 'holds' : status === 'failed' ? `broken by ${formatNumber(failures)} ${failures === 1 ? 'row' : 'rows'}` : `not asked: ${message}`}</span>
    </li>
  )
}

/** `counts_are_possible` → `Counts are possible`. */
const titleOf = (name: string) => (name.charAt(0).toUpperCase() + name.slice(1).replaceAll('_', ' ')).replace(/^Oee\b/, 'OEE')

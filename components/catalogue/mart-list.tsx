import { Panel } from '@/components/ui/panel'
import type { NodeResult } from '@/lib/transformations/read-results'

/** What was built, each with what it is and the SQL that makes it. */
export function MartList({ results }: { results: NodeResult[] }) {
  const marts = results.filter(({ kind, name }) => kind === 'model' && name.startsWith('mart_'))
  return (
    <Panel title="How they are made" note={`${marts.length} marts`} flush>
      {marts.map(({ name, words, sql }) => (
        <details key={name} className="mart-more">
          <summary>
            <span className="catalogue-name">{name}</span> <span className="text-ink-2">{words}</span>
          </summary>
          <pre className="mart-sql" tabIndex={0} aria-label={`SQL of ${name}`}>{sql}</pre>
        </details>
      ))}
    </Panel>
  )
}

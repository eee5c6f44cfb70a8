import Link from 'next/link'
import { Empty } from '@/components/ui/empty'
import { ErrorPanel } from '@/components/ui/error-panel'
import { Panel } from '@/components/ui/panel'
import type { ToolDashboard } from '@/lib/adapters/bi/port'
import type { Outcome } from '@/lib/adapters/outcome'

/** Dashboards that a BI tool draws of the same plant. When it does not answer, that is said here and the product's own stand above. */
export function ToolDashboards({ tool, listed }: { tool: string; listed: Outcome<ToolDashboard[] | null> }) {
  return (
    <Panel title={`In ${tool}`} note={listed.ok && listed.value ? `${listed.value.length} dashboards` : undefined} flush>
      {!listed.ok && <ErrorPanel failed={`${tool} does not answer: ${listed.failure.message}.`} holds="Your own dashboards above, and every figure in the other rooms." todo="We ask again every minute; open this page again then." />}
      {listed.ok && listed.value === null && <Empty>These show the whole plant. You see some of its places: their figures are in the dashboards above and in the other rooms.</Empty>}
      {listed.ok && listed.value?.length === 0 && <Empty>They are being made: a minute or two after the plant.</Empty>}
      {listed.ok && listed.value && (
        <ul className="rows">
          {listed.value.map(({ id, name, summary }) => (
            <li key={id} className="row">
              <div>
                <p className="font-semibold">
                  <Link href={`/dashboards/tool/${id}`}>{name}</Link>
                </p>
                <p className="text-ink-2">{summary}</p>
              </div>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}

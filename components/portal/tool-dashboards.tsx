import { DashboardRows } from '@/components/portal/dashboard-rows'
import { Empty } from '@/components/ui/empty'
import { ErrorPanel } from '@/components/ui/error-panel'
import { Panel } from '@/components/ui/panel'
import type { ToolDashboard } from '@/lib/adapters/bi/port'
import type { Outcome } from '@/lib/adapters/outcome'

type Props = {
  tool: string
  /** Null: not for this person. */
  listed: Outcome<ToolDashboard[] | null>
  favourites: Set<string>
}

/** Dashboards that a BI tool draws of the same plant. When it does not answer, that is said here and the product's own stand above. */
export function ToolDashboards({ tool, listed, favourites }: Props) {
  return (
    <Panel title={`In ${tool}`} note={listed.ok && listed.value ? `${listed.value.length} dashboards` : undefined} flush>
      {!listed.ok && <ErrorPanel failed={`${tool} does not answer.`} holds="Your own dashboards above, and every figure in the other rooms." todo="Open this page again in a minute. Administrators see under Neighbours why." />}
      {listed.ok && listed.value === null && <Empty>These show the whole plant. You see some of its places: their figures are in the dashboards above and in the other rooms.</Empty>}
      {listed.ok && listed.value?.length === 0 && <Empty>They are being made: a minute or two after the plant.</Empty>}
      {listed.ok && listed.value && <DashboardRows kind="tool" entries={listed.value} favourites={favourites} />}
    </Panel>
  )
}

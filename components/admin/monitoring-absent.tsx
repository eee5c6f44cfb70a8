import Link from 'next/link'
import { Empty } from '@/components/ui/empty'
import { Panel } from '@/components/ui/panel'

const steps = [
  <>Start Grafana with <code>platform/grafana/grafana.ini</code> and its provisioning, where the portal reaches it and browsers do not.</>,
  <>Tell the portal: <code>GRAFANA_URL=http://127.0.0.1:3001/bi/grafana</code>, and start it again.</>,
  <>Prometheus reads the metrics of portal, worker and gateway by <code>platform/prometheus/prometheus.yml</code>.</>,
]

/** What to set, and what shows the same meanwhile. */
export const MonitoringAbsent = () => (
  <Panel title="To see dashboards of this installation here">
    <ol className="grid list-decimal gap-2 pl-5">
      {steps.map((step, i) => <li key={i}>{step}</li>)}
    </ol>
    <Empty action={<Link href="/admin/health" className="underline">Health</Link>}>Availability, error budget and incidents are measured by the product itself and need none of this.</Empty>
  </Panel>
)

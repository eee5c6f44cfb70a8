import type { Metadata } from 'next'
import { AdminPage } from '@/components/admin/admin-page'
import { LagTable, PoisonTable, RulesJob, TopicTable } from '@/components/admin/stream-tables'
import { Empty } from '@/components/ui/empty'
import { LiveRefresh } from '@/components/ui/live-refresh'
import { Panel } from '@/components/ui/panel'
import { loadStreams, type StreamsView } from '@/lib/admin/load-streams'
import { requirePerson } from '@/lib/auth/current-person'
import { system } from '@/lib/system'

export const metadata: Metadata = { title: 'Streams' }

/** Fewer wait while everything keeps up: what came since Flink last said how far it is. */
const usualLag = 5000

export default async function StreamsPage() {
  await requirePerson('admin')
  const view = await loadStreams(system())
  return (
    <AdminPage title="Streams" summary={summaryOf(view)}>
      {view.kind !== 'off' && <LiveRefresh everySeconds={10} />}
      {view.kind === 'off' && (
        <Panel label="Streams">
          <Empty>The gateway keeps readings in its journal and judges them itself. For plants that outgrow one machine it hands them to Kafka, where Flink judges them by the same rules: set <code className="text-mono">EVENTS=kafka</code>, or try it with <code className="text-mono">npm run stack -- --streams</code>.</Empty>
        </Panel>
      )}
      {view.kind === 'away' && (
        <Panel label="Streams">
          <Empty>The broker does not answer: {view.reason}. The gateway answers 503 until it does; nothing that was acknowledged is lost.</Empty>
        </Panel>
      )}
      {view.kind === 'on' && (
        <>
          <Panel label="Rules in Flink">
            <RulesJob rules={view.rules} />
          </Panel>
          <Panel title="Topics" flush>
            <TopicTable rows={view.topics} />
          </Panel>
          <Panel title="Readers" flush>
            <LagTable rows={view.lags} />
          </Panel>
          <Panel title="Records that nobody could read" flush>
            <PoisonTable rows={view.poison} />
          </Panel>
        </>
      )}
    </AdminPage>
  )
}

function summaryOf(view: StreamsView): string {
  if (view.kind === 'off') return 'Readings are kept and judged on this machine.'
  if (view.kind === 'away') return 'Kafka does not answer.'
  const late = view.lags.filter(({ behind }) => behind !== null && behind > usualLag).map(({ reader, topic }) => `${reader} of ${topic}`)
  return late.length === 0 ? 'Every reader keeps up.' : `Behind: ${late.join(', ')}.`
}

import { adminZone } from '@/components/admin/lease-cells'
import { type ColumnView, DataTable } from '@/components/ui/data-table'
import { Empty } from '@/components/ui/empty'
import { formatNumber } from '@/components/ui/format'
import { formatDateClock } from '@/components/ui/format-time'
import { StateGlyph } from '@/components/ui/state-glyph'
import type { PoisonedRecord } from '@/lib/adapters/events/poisoned-records'
import type { ReaderLag, TopicTraffic } from '@/lib/adapters/events/stream-lags'
import type { RulesJobView } from '@/lib/admin/load-streams'

const whole = (value: number) => formatNumber(value, 0)

export function RulesJob({ rules }: { rules: RulesJobView | { away: string } | null }) {
  if (!rules) return <p className="text-ink-2">FLINK_URL is not set: whether the rules run is not known here.</p>
  if ('away' in rules) return <State state="down" word="does not answer" rest={rules.away} />
  if (!rules.state) return <State state="down" word="not deployed" rest="Nobody judges readings. npm run streams -- deploy brings the rules up." />
  const checkpoint = rules.checkpointAt ? `Last checkpoint ${formatDateClock(rules.checkpointAt, adminZone)} UTC.` : 'No checkpoint yet.'
  return <State state={rules.state === 'RUNNING' ? 'running' : 'idle'} word={rules.state.toLowerCase()} rest={checkpoint} />
}

function State({ state, word, rest }: { state: 'running' | 'idle' | 'down'; word: string; rest: string }) {
  return (
    <p className="flex flex-wrap items-center gap-2">
      <StateGlyph state={state} /> <span>Rules in Flink</span> <b>{word}</b> <span className="text-ink-2">{rest}</span>
    </p>
  )
}

const topics: ColumnView<TopicTraffic>[] = [
  { key: 'topic', head: 'Topic', cell: ({ kind }) => <b>{kind}</b> },
  { key: 'rate', head: 'Records a second, last minute', align: 'right', cell: ({ lastMinute }) => formatNumber(lastMinute / 60, 1) },
  { key: 'held', head: 'Records held', align: 'right', phone: 'hidden', cell: ({ held }) => whole(held) },
  { key: 'partitions', head: 'Partitions', align: 'right', phone: 'hidden', cell: ({ partitions }) => whole(partitions) },
]

export const TopicTable = ({ rows }: { rows: TopicTraffic[] }) => <DataTable caption="Topics and their traffic" columns={topics} rows={rows} rowKey={({ kind }) => kind} />

const readers: Record<ReaderLag['reader'], string> = { rules: 'Rules, in Flink', history: 'History, into PostgreSQL', alarms: 'Alarms, into PostgreSQL', 'lake-iceberg': 'Lake, an Iceberg table', 'lake-parquet': 'Lake, Parquet files' }

const lags: ColumnView<ReaderLag>[] = [
  { key: 'reader', head: 'Reader', cell: ({ reader }) => <b>{readers[reader]}</b> },
  { key: 'topic', head: 'Reads', cell: ({ topic }) => topic },
  { key: 'behind', head: 'Records behind', align: 'right', cell: ({ behind }) => (behind === null ? '— has not read yet' : whole(behind)) },
]

export const LagTable = ({ rows }: { rows: ReaderLag[] }) => <DataTable caption="How far every reader is behind" columns={lags} rows={rows} rowKey={({ reader, topic }) => `${reader} ${topic}`} />

const poison: ColumnView<PoisonedRecord>[] = [
  { key: 'at', head: 'Written, UTC', cell: ({ receivedAt }) => formatDateClock(receivedAt, adminZone) },
  { key: 'where', head: 'Where', cell: ({ topic, partition, offset }) => `${topic}, partition ${partition}, offset ${offset}` },
  { key: 'why', head: 'Why', phone: 'hidden', cell: ({ reason }) => reason },
]

export const PoisonTable = ({ rows }: { rows: PoisonedRecord[] }) => (
  <DataTable caption="Records that were put aside" columns={poison} rows={rows} rowKey={({ topic, partition, offset }) => `${topic}/${partition}/${offset}`} empty={<Empty>Every record could be read.</Empty>} />
)

import { Channel, ChannelCell } from '@/components/ui/level'
import { formatPercent } from '@/components/ui/format'
import type { HistoryImportState } from '@/lib/generated/prisma/client'

type Step = { title: string; states: HistoryImportState[] }

const steps: Step[] = [
  { title: 'Upload', states: ['uploading', 'looking'] },
  { title: 'Mapping', states: ['mapping'] },
  { title: 'Check', states: ['checking', 'checked'] },
  { title: 'Store', states: ['running'] },
  { title: 'Report', states: ['done'] },
]

/** How far an import is; one that failed or was cancelled stands where it stopped. */
export function ImportSteps({ state, progress, reached }: { state: HistoryImportState; progress: number; /** Where it stood last, when it ended early. */ reached: HistoryImportState }) {
  const isEnded = state === 'failed' || state === 'cancelled'
  const at = steps.findIndex(({ states }) => states.includes(isEnded ? reached : state))
  return (
    <Channel label={`Step ${at + 1} of ${steps.length}: ${steps[at]!.title}`}>
      {steps.map(({ title }, i) => {
        if (i < at || state === 'done') return <ChannelCell key={title} title={title} word="done" ratio={1} />
        if (i > at) return <ChannelCell key={title} title={title} word="" ratio={0} tone="waiting" />
        if (isEnded) return <ChannelCell key={title} title={title} word={state} ratio={0} tone="stopped" />
        const runs = state === 'checking' || state === 'running'
        return <ChannelCell key={title} title={title} word={runs ? formatPercent(progress, 0) : state === 'checked' ? 'to decide' : state === 'mapping' ? 'to choose' : 'being read'} ratio={runs ? progress : 0.5} tone="accent" />
      })}
    </Channel>
  )
}

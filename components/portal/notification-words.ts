import { alarmWords } from '@/components/ui/alarm-glyph'
import { formatDuration } from '@/components/ui/format-time'
import type { NotificationView, StepView, TargetView } from '@/lib/alarm/escalation/load-notifications'

export const kindWords: Record<TargetView['kind'], string> = { mail: 'Mail', slack: 'Slack', teams: 'Teams', webhook: 'Webhook' }

/** Within a sentence. */
export const viaWords: Record<TargetView['kind'], string> = { mail: 'mail', slack: 'Slack', teams: 'Teams', webhook: 'webhook' }

export const stateWords: Record<NotificationView['state'], string> = { pending: 'On its way', delivered: 'Delivered', failed: 'Failed', dropped: 'Not sent' }

/** "Critical and High". */
export function priorityWords(priorities: number[]): string {
  const words = priorities.map((priority) => alarmWords[priority as 1 | 2 | 3 | 4])
  if (words.length === 4) return 'Every alarm'
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}

/** "at once", "after 5 min, if nobody has acknowledged". */
export const whenWords = ({ afterSeconds }: Pick<StepView, 'afterSeconds'>): string =>
  afterSeconds === 0 ? 'at once' : `after ${formatDuration(afterSeconds)}, if nobody has acknowledged`

import type { DowntimeReasonView } from '@/components/charts/downtime-ranking'
import type { DowntimeView } from '@/lib/plant/views/downtime-view'
import { lossName } from '@/lib/plant/views/oee-view'

/** Losses of a place as rows of the Pareto. */
export const downtimeReasons = ({ losses, model }: DowntimeView): DowntimeReasonView[] =>
  losses.map(({ reasonCode, kind, minutes, stops, money, open }) => ({ reason: lossName(model, reasonCode), state: kind === 'breakdown' ? 'down' : 'idle', minutes, stops, money, isOpen: open }))

import type { PlantSpec } from '@/lib/story/plant-spec'
import type { AlarmRuleRow, SignalRow } from '@/lib/story/rows'

/** A rule for every limit of a signal, and the plant's own. */
export const alarmRules = ({ signals, alarms }: PlantSpec): AlarmRuleRow[] => [...signals.flatMap(limitRules), ...alarms]

const priorities: Partial<Record<SignalRow['quantity'], AlarmRuleRow['priority']>> = { pressure: 1, temperature: 2, vibration: 2 }

/** ISA-18.2 asks of every alarm what follows if nobody answers, and what to do. */
const words: Partial<Record<SignalRow['quantity'], Record<'high' | 'low', [consequence: string, response: string]>>> = {
  temperature: {
    high: ['What is being made is out of its specification.', 'Reduce the heat or raise the cooling; block what was made since.'],
    low: ['What is being made is out of its specification.', 'Check the heating; block what was made since.'],
  },
  pressure: {
    high: ['The relief valve opens; the equipment may be damaged.', 'Reduce the feed and find what is closed downstream.'],
    low: ['The equipment runs dry or starves.', 'Check the supply and the suction filter.'],
  },
  vibration: { high: ['The machine is damaged if it goes on running (zone D of ISO 20816).', 'Stop the machine and have it measured.'], low: ['The machine stands.', 'Check the drive.'] },
  level: { high: ['The vessel overflows or carries over.', 'Raise the draw-off or stop the feed.'], low: ['The consumers run dry.', 'Refill or stop the consumers.'] },
  flow: { high: ['The equipment is overloaded.', 'Reduce the flow.'], low: ['Cooling or treatment is not enough.', 'Check the pump and the valves.'] },
  humidity: { high: ['The room is out of its specification.', 'Check the dehumidifier; hold the batch.'], low: ['The room is out of its specification.', 'Check the humidifier; hold the batch.'] },
}

/** A tenth of the limits' distance, or a hundredth of the limit, is the deadband. */
function limitRules({ id, name, quantity, lowLimit, highLimit }: SignalRow): AlarmRuleRow[] {
  const deadbandOf = (limit: number) => (lowLimit !== null && highLimit !== null ? (highLimit - lowLimit) / 10 : Math.abs(limit) / 100)
  return (['high', 'low'] as const).flatMap((direction) => {
    const limit = direction === 'high' ? highLimit : lowLimit
    if (limit === null) return []
    const [consequence, response] = words[quantity]?.[direction] ?? ['', '']
    return [{
      id: `${id}-${direction}`, name: `${name} ${direction}`, signalId: id, kind: 'threshold' as const, settings: { direction, limit, deadband: deadbandOf(limit) },
      priority: priorities[quantity] ?? 3, onDelaySeconds: 0, offDelaySeconds: 0, consequence, response,
    }]
  })
}

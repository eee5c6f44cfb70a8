import { Escalator } from '@/lib/alarm/escalation/escalator'
import { alarmChannel } from '@/lib/alarm/load-alarms'
import { ChannelListener } from '@/lib/http/channel-listener'
import type { System } from '@/lib/system'

const everyMs = 2000
/** A storm of alarms is looked at in bundles. */
const leastPauseMs = 100

/** Looks for alarms to tell of: whenever one changes, and every two seconds for steps whose time has come. */
export function startEscalation(system: System): { stop(): Promise<void> } {
  const escalator = new Escalator(system)
  const listener = new ChannelListener(system.db)
  let timer: NodeJS.Timeout | undefined
  let looking: Promise<void> = Promise.resolve()
  let isLooking = false
  let again = false
  let stopped = false

  const plan = (ms: number) => {
    clearTimeout(timer)
    if (!stopped) timer = setTimeout(() => (looking = look()), ms)
  }
  const wake = () => {
    if (isLooking) again = true
    else plan(0)
  }
  async function look() {
    isLooking = true
    again = false
    try {
      await escalator.look()
    } catch (error) {
      system.log.error({ err: error }, 'alarms could not be escalated; looking again')
    }
    isLooking = false
    plan(again ? leastPauseMs : everyMs)
  }
  void listener.listen(alarmChannel, wake).then(() => plan(0))
  return {
    async stop() {
      stopped = true
      clearTimeout(timer)
      await looking
      await escalator.settled()
    },
  }
}

import { beatPlants, beatSeconds } from '@/lib/plant/live-plant'
import type { System } from '@/lib/system'

/** Lets the demo plants live: one beat after the other, never two at once. */
export function startHeart(system: System): { stop(): void } {
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  const beat = async () => {
    const started = Date.now()
    await beatPlants(system).catch((error: unknown) => system.log.error({ err: error }, 'beat failed'))
    if (!stopped) timer = setTimeout(() => void beat(), Math.max(1000, beatSeconds * 1000 - (Date.now() - started)))
  }
  void beat()
  return {
    stop() {
      stopped = true
      clearTimeout(timer)
    },
  }
}

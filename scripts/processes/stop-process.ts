import { setTimeout as wait } from 'node:timers/promises'
import { isRunning } from './identity'

export interface StopSignal {
  signal: NodeJS.Signals
  /** How long the process may take after it. */
  withinMs: number
}

const politely: StopSignal[] = [
  { signal: 'SIGTERM', withinMs: 10_000 },
  { signal: 'SIGKILL', withinMs: 5_000 },
]

/**
 * Asks with one signal after the other until the process is gone.
 * @param group the process leads a group: all of it is signalled.
 */
export async function stopProcess(pid: number, { group = false, signals = politely } = {}): Promise<void> {
  for (const { signal, withinMs } of signals) {
    if (!isRunning(pid)) break
    send(group ? -pid : pid, signal)
    const deadline = Date.now() + withinMs
    while (isRunning(pid) && Date.now() < deadline) await wait(30)
  }
  // The leader may be gone and its children not.
  if (group) send(-pid, 'SIGKILL')
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if (!['ESRCH', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
  }
}

import { readFileSync, writeFileSync } from 'node:fs'
import os from 'node:os'

/** How far each stands behind the path of an alarm (gateway, live, PostgreSQL: 0), from 0 to 19. */
export const niceness = { portal: 4, worker: 10, historian: 10 }

/**
 * From now on this process, or that one, gets a core after those that must not wait. Linux by default weighs sessions first
 * (autogroup, sched(7)), and processes only within their own: niceness alone would count for nothing between the product's
 * processes, each of which leads a session. Where there is no such file, it does.
 */
export function giveWay(to: number, pid = process.pid): void {
  try {
    os.setPriority(pid, to)
    if (leadsSession(pid)) writeFileSync(`/proc/${pid}/autogroup`, String(to))
  } catch {
    // No Linux, sessions are not weighed, or it has ended: nothing is wrong but who comes first.
  }
}

/** Else the weight would be that of the terminal in which somebody started it, too. */
function leadsSession(pid: number): boolean {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[3]) === pid
}

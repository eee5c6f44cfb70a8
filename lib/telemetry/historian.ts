import { setTimeout as wait } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Telemetry } from '@/lib/adapters/telemetry/port'
import { readJournal } from '@/lib/telemetry/journal'
import { decodeRecord } from '@/lib/telemetry/record'

export const journalName = 'gateway'
const pauseMs = 1000
const longestPauseMs = 15_000

interface History {
  telemetry: Telemetry
  dir: string
  log: Logger
}

/** Stores what the journal holds and the database does not, until nothing is left. @returns readings stored. */
export async function storeJournal({ telemetry, dir, log }: History, signal?: AbortSignal): Promise<number> {
  let stored = 0
  for (let from = await telemetry.stored(journalName); !signal?.aborted; from = await telemetry.stored(journalName)) {
    const { payloads, next, damaged } = await readJournal(dir, from)
    if (damaged !== undefined) log.error({ segment: damaged }, 'a journal file is damaged; what follows the damage in it is not stored')
    if (payloads.length === 0) break
    const appended = await telemetry.append(journalName, from, next, payloads.map(decodeRecord))
    stored += appended.stored
  }
  return stored
}

/**
 * Keeps storing until told to stop. At least a second between two rounds: the more comes, the more goes into one row.
 * Without the database the journal grows and the rounds wait longer.
 */
export async function runHistorian(history: History, signal: AbortSignal): Promise<void> {
  let keptDay = ''
  let failures = 0
  while (!signal.aborted) {
    try {
      const today = new Date().toISOString().slice(0, 10)
      if (today !== keptDay) await history.telemetry.keep(new Date())
      keptDay = today
      await storeJournal(history, signal)
      failures = 0
    } catch (error) {
      failures++
      history.log.warn({ err: error, failures }, 'history waits: the readings stay in the journal')
    }
    await wait(Math.min(pauseMs * 2 ** Math.min(failures, 6), longestPauseMs), undefined, { signal }).catch(() => undefined)
  }
}

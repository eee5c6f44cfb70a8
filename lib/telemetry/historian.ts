import { mkdir, writeFile } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'
import type { Logger } from 'pino'
import { below } from '@/lib/below'
import type { Telemetry } from '@/lib/adapters/telemetry/port'
import { type Position, readJournal } from '@/lib/telemetry/journal'
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
export async function storeJournal(history: History, signal?: AbortSignal): Promise<number> {
  const { telemetry, dir, log } = history
  let stored = 0
  for (let from = await telemetry.stored(journalName); !signal?.aborted; from = await telemetry.stored(journalName)) {
    const { payloads, ends, damaged } = await readJournal(dir, from)
    if (damaged !== undefined) log.error({ segment: damaged }, 'a journal file is damaged; what follows the damage in it is not stored')
    if (payloads.length === 0) break
    stored += await storeRecords(history, from, payloads, ends)
  }
  return stored
}

/** What the database will never take, however often it is asked: data exceptions and broken constraints (SQLSTATE 22, 23), and what is no record. */
const isPoison = (error: unknown) => error instanceof SyntaxError || error instanceof RangeError || /^2[23]/.test((error as { code?: string }).code ?? '')

/** All at once; when one of them is poison, in halves until it stands alone and is put aside: it holds up nobody. */
async function storeRecords(history: History, from: Position, payloads: Buffer[], ends: Position[]): Promise<number> {
  const { telemetry, dir, log } = history
  try {
    return (await telemetry.append(journalName, from, ends.at(-1)!, payloads.map(decodeRecord))).stored
  } catch (error) {
    if (!isPoison(error)) throw error
    if (payloads.length > 1) {
      const half = Math.floor(payloads.length / 2)
      const first = await storeRecords(history, from, payloads.slice(0, half), ends.slice(0, half))
      return first + (await storeRecords(history, ends[half - 1]!, payloads.slice(half), ends.slice(half)))
    }
    const file = below(dir, 'aside', `${from.segment}-${from.offset}.record`)
    await mkdir(below(dir, 'aside'), { recursive: true })
    await writeFile(file, payloads[0]!)
    log.error({ err: error, file }, 'a record cannot be stored and is put aside')
    return (await telemetry.append(journalName, from, ends[0]!, [])).stored
  }
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

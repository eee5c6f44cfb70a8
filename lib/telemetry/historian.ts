import { mkdir, writeFile } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'
import type { Logger } from 'pino'
import { below } from '@/lib/below'
import type { Telemetry } from '@/lib/adapters/telemetry/port'
import { type Position, readJournal } from '@/lib/telemetry/journal'
import { decodeRecord } from '@/lib/telemetry/record'

export const journalName = 'gateway'
const pauseMs = 1000
const longestPauseMs = 5000
const longestFailurePauseMs = 15_000
/** Read at once: what a row costs is shared by more readings the larger it is. About two million readings. */
const stretchBytes = 32 * 2 ** 20

interface History {
  telemetry: Telemetry
  dir: string
  log: Logger
}

/** Stores the next stretch of the journal; `bytes` of it were read, 0 when there is nothing new. */
export async function storeStretch(history: History): Promise<{ stored: number; bytes: number }> {
  const { telemetry, dir, log } = history
  const from = await telemetry.stored(journalName)
  const { payloads, ends, damaged } = await readJournal(dir, from, stretchBytes)
  if (damaged !== undefined) log.error({ segment: damaged }, 'a journal file is damaged; what follows the damage in it is not stored')
  if (payloads.length === 0) return { stored: 0, bytes: 0 }
  return { stored: await storeRecords(history, from, payloads, ends), bytes: payloads.reduce((sum, { length }) => sum + length, 0) }
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
 * Keeps storing until told to stop. Between two rounds it waits a second, or twice as long as the last one took: a round
 * writes a row of each signal however few readings there are, and what waits goes into the same row. Behind by much, it
 * does not wait. Without the database the journal grows and the rounds wait longer.
 */
export async function runHistorian(history: History, signal: AbortSignal): Promise<void> {
  let keptDay = ''
  let failures = 0
  while (!signal.aborted) {
    let waitMs = 0
    const began = performance.now()
    try {
      const today = new Date().toISOString().slice(0, 10)
      if (today !== keptDay) await history.telemetry.keep(new Date())
      keptDay = today
      const { bytes } = await storeStretch(history)
      failures = 0
      if (bytes < stretchBytes / 2) waitMs = Math.min(Math.max(pauseMs, 2 * (performance.now() - began)), longestPauseMs)
    } catch (error) {
      failures++
      history.log.warn({ err: error, failures }, 'history waits: the readings stay in the journal')
      waitMs = Math.min(pauseMs * 2 ** Math.min(failures, 6), longestFailurePauseMs)
    }
    if (waitMs > 0) await wait(waitMs, undefined, { signal }).catch(() => undefined)
  }
}

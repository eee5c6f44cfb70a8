import type { Judged } from '@/lib/catalogue/expectations'
import type { LakeFile, TableQuality } from '@/lib/generated/prisma/client'
import type { MartRunView } from '@/lib/transformations/mart-runs'

export interface ScoredDay {
  day: Date
  measuredAt: Date
  score: number | null
  judged: Judged[]
}

export const scoredDay = ({ day, measuredAt, score, judged }: TableQuality): ScoredDay => ({ day, measuredAt, score, judged: judged as unknown as Judged[] })

export interface BrokenRule {
  /** `silver.stops`, or `marts` for a rule of the business. */
  table: string
  words: string
  /** When it was first found broken, without having held since. */
  since: Date
  /** Null where rows cannot be counted: the age of the newest one, say. */
  rows: number | null
  found: string
}

/** Rules of a table that the last measurement found broken, each since when. `days` oldest first. Pure. */
export function brokenRules(table: string, days: ScoredDay[]): BrokenRule[] {
  return (days.at(-1)?.judged ?? [])
    .filter(({ holds }) => holds === false)
    .map(({ words, found, brokenRows }) => ({ table, words, found, rows: brokenRows ?? null, since: since(days, (day) => day.judged.find((one) => one.words === words)?.holds === false).measuredAt }))
}

/** The same of rules that are asked when the marts are built. `runs` newest first. Pure. */
export function brokenMartRules(runs: MartRunView[]): BrokenRule[] {
  const built = runs.filter(({ state }) => state === 'done').toReversed()
  const isBroken = (run: MartRunView, name: string) => run.results.some((one) => one.name === name && one.status === 'failed')
  return (built.at(-1)?.results ?? [])
    .filter(({ kind, status }) => kind === 'test' && status === 'failed')
    .map(({ name, words, failures }) => ({ table: 'marts', words: words || name, found: '', rows: failures, since: since(built, (run) => isBroken(run, name)).endedAt! }))
}

/** Sealed files that are not as they were written: what they hold is in no answer. Pure. */
export function brokenFiles(damaged: Pick<LakeFile, 'rows' | 'note' | 'replacedAt' | 'madeAt'>[]): BrokenRule[] {
  if (damaged.length === 0) return []
  const since = damaged.map(({ replacedAt, madeAt }) => replacedAt ?? madeAt).toSorted((a, b) => a.getTime() - b.getTime())[0]!
  const found = damaged.length === 1 ? damaged[0]!.note : `${damaged.length} are not, the first: ${damaged[0]!.note}`
  return [{ table: 'bronze.readings', words: 'every file is as it was written', since, rows: damaged.reduce((sum, { rows }) => sum + Number(rows), 0), found }]
}

/** The first of those at the end that all are broken. */
const since = <T>(all: T[], isBroken: (one: T) => boolean): T => all[all.findLastIndex((one) => !isBroken(one)) + 1]!

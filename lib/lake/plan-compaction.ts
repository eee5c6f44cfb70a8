import type { LakeFile } from '@/lib/generated/prisma/client'

const dayMs = 86_400_000
const hourMs = 3_600_000

/** So many small files of a day are joined while it lasts: a query opens every file. */
export const joinFrom = 12
/** A file of this many rows is large enough; sorting more at once would take too much memory. */
export const mostRows = 20_000_000

type Candidate = Pick<LakeFile, 'id' | 'kind' | 'level' | 'day' | 'startsAt' | 'endsAt' | 'rows' | 'madeAt'>

export interface Join {
  level: number
  /** By time; of one day and one kind, so that a correction stays one. */
  files: Candidate[]
}

/** Which live files should become one: a dozen of a day that lasts, all of a day that is over and has come to rest. */
export function planCompaction(live: Candidate[], now: number): Join[] {
  const groups = Map.groupBy(live, ({ day, kind }) => `${day.getTime()} ${kind}`)
  return [...groups.values()].flatMap((files) => planDay(files.toSorted((a, b) => a.startsAt.getTime() - b.startsAt.getTime() || a.madeAt.getTime() - b.madeAt.getTime()), now))
}

function planDay(files: Candidate[], now: number): Join[] {
  const isOver = now >= files[0]!.day.getTime() + dayMs + hourMs
  const isAtRest = files.every(({ madeAt }) => madeAt.getTime() <= now - hourMs)
  if (isOver && (isAtRest || files.length >= joinFrom)) return joins(files, 2)
  const small = files.filter(({ level }) => level === 0)
  return small.length >= joinFrom ? joins(small, 1) : []
}

/** Neighbours in time, together not more than `mostRows`; one alone has nothing to be joined with. */
function joins(files: Candidate[], level: number): Join[] {
  const parts: Candidate[][] = []
  let rows = Infinity
  for (const file of files) {
    rows += Number(file.rows)
    if (rows > mostRows) {
      parts.push([])
      rows = Number(file.rows)
    }
    parts.at(-1)!.push(file)
  }
  return parts.filter((part) => part.length > 1).map((part) => ({ level, files: part }))
}

import { readdirSync, readFileSync } from 'node:fs'

export type CpuSeconds = Record<string, number>

/** Clock ticks a second in /proc, on every Linux that Node runs on. */
const ticks = 100

const kinds: [string, RegExp][] = [
  ['web', /web\/serve\.mjs/],
  ['live', /workers\/live\.mjs/],
  ['worker', /workers\/main\.ts/],
  ['load', /load-process\.ts/],
  ['gateway', /workers\/gateway\.(ts|mjs)/],
  ['historian', /workers\/historian\.(ts|mjs)/],
  ['Kafka', /kafka\.Kafka /],
  ['Flink', /org\.apache\.flink/],
  ['QuestDB', /questdb/],
  ['Node-RED', /node-red/],
  ['PostgreSQL', /postgres/],
  ['notebooks', /python|configurable-http-proxy/],
]

/**
 * CPU that the product's processes below this one have used so far, by kind, those that have ended included where their
 * parent lives. Seconds of CPU say what something costs also while others keep the machine busy. Empty where there is no /proc.
 */
export function cpuSeconds(): CpuSeconds {
  const all = listProcesses()
  const below = new Set([process.pid])
  // A parent may have a higher number than its child.
  for (let before = 0; before !== below.size; ) {
    before = below.size
    for (const { pid, parent } of all) if (below.has(parent)) below.add(pid)
  }
  const sums: CpuSeconds = {}
  for (const { pid, command, seconds } of all) {
    if (!below.has(pid)) continue
    const kind = pid === process.pid ? 'the bench itself' : kinds.find(([, pattern]) => pattern.test(command))?.[0]
    if (kind) sums[kind] = (sums[kind] ?? 0) + seconds
  }
  return sums
}

/** What was used between two readings, per head. */
export const spent = (before: CpuSeconds, after: CpuSeconds, heads: number): string =>
  Object.entries(after)
    .map(([kind, seconds]) => `${kind} ${(Math.max(0, seconds - (before[kind] ?? 0)) / heads).toFixed(2)} s`)
    .join(', ')

function listProcesses() {
  return numbersIn('/proc').flatMap((pid) => {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
      // The name in parentheses may hold anything.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ').map(Number)
      const [utime = 0, stime = 0, endedUtime = 0, endedStime = 0] = fields.slice(11, 15)
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
      return [{ pid, parent: fields[1]!, command, seconds: (utime + stime + endedUtime + endedStime) / ticks }]
    } catch {
      // It ended meanwhile.
      return []
    }
  })
}

function numbersIn(folder: string): number[] {
  try {
    return readdirSync(folder).map(Number).filter(Number.isInteger)
  } catch {
    return []
  }
}

/** One value as a connector took it. `t` in epoch milliseconds; `unit` is what the sender says it is, for the gateway to check. */
export interface Reading {
  signal: string
  t: number
  v: number
  unit?: string
}

/** Readings of one signal in columns, as the gateway takes them. */
export interface Columns {
  signal: string
  unit?: string
  t: number[]
  v: number[]
}

/** Joined by signal and unit; within a signal the order stays. */
export function joinColumns(all: Columns[]): Columns[] {
  const joined = new Map<string, Columns>()
  for (const { signal, unit, t, v } of all) {
    const key = `${signal}\n${unit ?? ''}`
    const group = joined.get(key)
    if (!group) joined.set(key, { signal, ...(unit !== undefined && { unit }), t: [...t], v: [...v] })
    else {
      for (const time of t) group.t.push(time)
      for (const value of v) group.v.push(value)
    }
  }
  return [...joined.values()]
}

export const columnsOf = ({ signal, t, v, unit }: Reading): Columns => ({ signal, ...(unit !== undefined && { unit }), t: [t], v: [v] })

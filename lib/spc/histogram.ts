import { rangeOf } from '@/lib/spc/xbar-r'

export interface Bin {
  from: number
  to: number
  count: number
}

const wantedBins = 14

/** Bins a whole number of resolutions wide, with edges between two possible values. `decimals` is that of the values. */
export function binsOf(all: number[], decimals: number): Bin[] {
  const values = all.filter(Number.isFinite)
  if (values.length === 0) return []
  const resolution = 10 ** -decimals
  const width = Math.max(1, Math.ceil(rangeOf(values) / wantedBins / resolution)) * resolution
  const start = Math.min(...values) - resolution / 2
  const place = (value: number) => Math.floor((value - start) / width)
  const bins = Array.from({ length: place(Math.max(...values)) + 1 }, (_, i) => ({ from: start + i * width, to: start + (i + 1) * width, count: 0 }))
  for (const value of values) bins[place(value)]!.count += 1
  return bins
}

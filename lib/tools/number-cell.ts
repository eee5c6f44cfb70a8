/** The decimal mark. */
export type Mark = '.' | ','

const unit = String.raw`(\s*(?:[\p{L}°%‰µ"'€$£²³[(](?:[^\d]|(?<=\p{L})[234])*)?)`
const shape = (decimal: string, groups: string) => new RegExp(String.raw`^([-+−]?(?:(?:[1-9]\d{0,2}(?:[${groups}]\d{3})+|\d+)(?:${decimal}\d*)?|${decimal}\d+)(?:e[-+]?\d+)?)${unit}$`, 'iu')
/** Blanks of every width, apostrophes and the other mark part thousands, in threes only: a date or an address is no number. */
const shapes: Record<Mark, RegExp> = { '.': shape(String.raw`\.`, String.raw`,'’\s`), ',': shape(',', String.raw`.'’\s`) }

/** A number as people write it and the unit behind it; null for anything else. */
export function readCell(cell: string, mark: Mark): { value: number; unit: string } | null {
  const [, digits, behind = ''] = shapes[mark].exec(cell.trim()) ?? []
  if (digits === undefined) return null
  const plain = digits.replace('−', '-').replaceAll(mark === '.' ? /[,'’\s]/g : /[.'’\s]/g, '').replace(',', '.')
  const value = Number(plain)
  return Number.isFinite(value) ? { value, unit: behind.trim() } : null
}

/** In either way of writing. */
export const isNumber = (cell = ''): boolean => readCell(cell, '.') !== null || readCell(cell, ',') !== null

/** What a cell alone says of the decimal mark; null where it fits both, or neither. */
export function markOf(cell: string): Mark | null {
  const [point, comma] = [readCell(cell, '.') !== null, readCell(cell, ',') !== null]
  return point === comma ? null : point ? '.' : ','
}

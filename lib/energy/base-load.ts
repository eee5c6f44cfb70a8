/** One hour of a meter with what was made in it. */
export interface EnergyHour {
  at: Date
  /** Only of the covered minutes; never filled up. */
  kwh: number
  coveredMinutes: number
  /** Ideal minutes of the pieces made, over the lines that the meter serves: what several products have in common. */
  idealMinutes: number
  /** Of the hour, outside every shift. */
  outsideMinutes: number
}

const isWhole = ({ coveredMinutes }: EnergyHour) => coveredMinutes >= 59.5

const median = (sorted: number[]): number => {
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** Hours without gaps from which a base load is read at least. */
export const fewestHours = 20

export interface BaseLoad {
  kw: number
  /** Hours of the tenth that it is the median of. */
  hours: number
  /** Which hours the tenth was taken from: those without output, or all where too few are without or no output is known. */
  of: 'idle' | 'all'
}

/**
 * The power that is drawn whatever is made: the median of the lowest tenth, at least three, of hours without gaps and
 * without output. Robust against a single odd hour, unlike the minimum. A plant that hardly ever stands has fewer than
 * twenty such hours: then of all hours. Null with fewer than twenty.
 */
export function baseLoad(hours: EnergyHour[]): BaseLoad | null {
  const whole = hours.filter(isWhole)
  const idle = whole.filter(({ idealMinutes }) => idealMinutes === 0)
  const isIdle = idle.length >= fewestHours && idle.length < whole.length
  const kw = (isIdle ? idle : whole).map(({ kwh }) => kwh).sort((a, b) => a - b)
  if (kw.length < fewestHours) return null
  const lowest = kw.slice(0, Math.max(3, Math.floor(kw.length / 10)))
  return { kw: median(lowest), hours: lowest.length, of: isIdle ? 'idle' : 'all' }
}

/** kWh above the base load in hours outside the shifts in which nothing is made; an hour partly outside by its part. */
export const idleWasteKwh = (hours: EnergyHour[], baseKw: number): number =>
  hours.reduce((sum, { kwh, coveredMinutes, idealMinutes, outsideMinutes }) => {
    if (idealMinutes > 0) return sum
    return sum + (Math.max(0, kwh - (baseKw * coveredMinutes) / 60) * outsideMinutes) / 60
  }, 0)

export interface EnergyModel {
  /** kW at no output. */
  base: number
  /** kWh more for a minute of output at ideal speed. */
  perIdealMinute: number
  /** Share of the variation that output explains, 0..1. */
  rSquared: number
  hours: number
}

/** Energy of an hour = base + slope × output, by least squares (the energy baseline of ISO 50006). Null where output does not vary. */
export function energyModel(hours: EnergyHour[]): EnergyModel | null {
  const whole = hours.filter(isWhole)
  const n = whole.length
  if (n < fewestHours) return null
  const meanX = whole.reduce((sum, { idealMinutes }) => sum + idealMinutes, 0) / n
  const meanY = whole.reduce((sum, { kwh }) => sum + kwh, 0) / n
  let [xx, xy, yy] = [0, 0, 0]
  for (const { idealMinutes, kwh } of whole) {
    xx += (idealMinutes - meanX) ** 2
    xy += (idealMinutes - meanX) * (kwh - meanY)
    yy += (kwh - meanY) ** 2
  }
  if (xx < 1e-9) return null
  const slope = xy / xx
  return { base: meanY - slope * meanX, perIdealMinute: slope, rSquared: yy > 0 ? xy ** 2 / (xx * yy) : 0, hours: n }
}

export interface NightRow {
  /** The site's date on which the night begins. */
  date: string
  kwh: number
  coveredMinutes: number
  /** Above what the thriftiest quarter of nights drew in as many minutes; below it is 0. */
  wasteKwh: number
  /** What it is made of, oldest first. */
  hours: EnergyHour[]
}

/** What a night costs more than it has to. `nightOf` gives the date of the night that an hour belongs to, or null by day. */
export function nightWaste(hours: EnergyHour[], nightOf: (at: Date) => string | null): { nights: NightRow[]; thriftyKw: number | null } {
  const byNight = Map.groupBy(hours, ({ at }) => nightOf(at) ?? '')
  byNight.delete('')
  const nights = [...byNight].map(([date, own]) => ({ date, hours: own, kwh: own.reduce((sum, { kwh }) => sum + kwh, 0), coveredMinutes: own.reduce((sum, { coveredMinutes }) => sum + coveredMinutes, 0) }))
  const full = Math.max(0, ...nights.map(({ coveredMinutes }) => coveredMinutes))
  const kw = nights.filter(({ coveredMinutes }) => coveredMinutes > full * 0.8).map(({ kwh, coveredMinutes }) => (kwh / coveredMinutes) * 60).sort((a, b) => a - b)
  const thriftyKw = kw.length < 4 ? null : median(kw.slice(0, Math.ceil(kw.length / 4)))
  return { thriftyKw, nights: nights.map((night) => ({ ...night, wasteKwh: thriftyKw === null ? 0 : Math.max(0, night.kwh - (thriftyKw * night.coveredMinutes) / 60) })) }
}

/** Waste of an average night, kWh; null where nights cannot be compared. */
export const wastePerNight = ({ nights, thriftyKw }: ReturnType<typeof nightWaste>): number | null =>
  thriftyKw === null || nights.length === 0 ? null : nights.reduce((sum, { wasteKwh }) => sum + wasteKwh, 0) / nights.length

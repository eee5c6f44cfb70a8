/** One hour of a meter with what was made in it. */
export interface EnergyHour {
  at: Date
  /** Only of the covered minutes; never filled up. */
  kwh: number
  coveredMinutes: number
  /** Ideal minutes of the pieces made, over the lines that the meter serves: what several products have in common. */
  idealMinutes: number
}

const isWhole = ({ coveredMinutes }: EnergyHour) => coveredMinutes >= 59.5

const median = (sorted: number[]): number => {
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** Hours without gaps from which a base load is read at least. */
export const fewestHours = 20

/**
 * The power that is drawn whatever is made, kW: the median of the lowest tenth of hours without gaps. Robust against a
 * single odd hour, unlike the minimum. Null with fewer than twenty such hours.
 */
export function baseLoad(hours: EnergyHour[]): number | null {
  const kw = hours.filter(isWhole).map(({ kwh }) => kwh).sort((a, b) => a - b)
  return kw.length < fewestHours ? null : median(kw.slice(0, Math.max(1, Math.floor(kw.length / 10))))
}

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
}

/** What a night costs more than it has to. `nightOf` gives the date of the night that an hour belongs to, or null by day. */
export function nightWaste(hours: EnergyHour[], nightOf: (at: Date) => string | null): { nights: NightRow[]; thriftyKw: number | null } {
  const byNight = Map.groupBy(hours, ({ at }) => nightOf(at) ?? '')
  byNight.delete('')
  const nights = [...byNight].map(([date, own]) => ({ date, kwh: own.reduce((sum, { kwh }) => sum + kwh, 0), coveredMinutes: own.reduce((sum, { coveredMinutes }) => sum + coveredMinutes, 0) }))
  const full = Math.max(0, ...nights.map(({ coveredMinutes }) => coveredMinutes))
  const kw = nights.filter(({ coveredMinutes }) => coveredMinutes > full * 0.8).map(({ kwh, coveredMinutes }) => (kwh / coveredMinutes) * 60).sort((a, b) => a - b)
  const thriftyKw = kw.length < 4 ? null : median(kw.slice(0, Math.max(1, Math.ceil(kw.length / 4))))
  return { thriftyKw, nights: nights.map((night) => ({ ...night, wasteKwh: thriftyKw === null ? 0 : Math.max(0, night.kwh - (thriftyKw * night.coveredMinutes) / 60) })) }
}

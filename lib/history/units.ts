/** What one unit is in the base unit of its quantity: base = value × factor + offset. */
interface Unit {
  quantity: string
  factor: number
  offset: number
}

type Scale = [unit: string, factor: number, offset?: number]

const quantities: Record<string, Scale[]> = {
  temperature: [['°C', 1], ['K', 1, -273.15], ['°F', 5 / 9, -160 / 9]],
  'temperature difference': [['Δ°C', 1], ['ΔK', 1]],
  pressure: [['Pa', 1], ['hPa', 100], ['mbar', 100], ['kPa', 1000], ['bar', 100_000], ['MPa', 1_000_000], ['psi', 6894.757293168361], ['mmHg', 133.322387415], ['atm', 101_325]],
  mass: [['kg', 1], ['g', 0.001], ['mg', 0.000001], ['t', 1000], ['lb', 0.45359237], ['oz', 0.028349523125]],
  length: [['m', 1], ['mm', 0.001], ['µm', 0.000001], ['cm', 0.01], ['km', 1000], ['in', 0.0254], ['ft', 0.3048]],
  volume: [['m3', 1], ['l', 0.001], ['ml', 0.000001], ['hl', 0.1], ['gal', 0.003785411784], ['bbl', 0.158987294928]],
  'volume flow': [['m3/s', 3600], ['m3/h', 1], ['l/s', 3.6], ['l/min', 0.06], ['l/h', 0.001], ['hl/h', 0.1], ['ml/min', 0.00006], ['gpm', 0.003785411784 * 60], ['bbl/d', 0.158987294928 / 24]],
  'mass flow': [['kg/h', 1], ['kg/s', 3600], ['kg/min', 60], ['g/s', 3.6], ['g/h', 0.001], ['t/h', 1000], ['t/d', 1000 / 24], ['lb/h', 0.45359237]],
  power: [['W', 1], ['kW', 1000], ['MW', 1_000_000], ['hp', 745.6998715822702]],
  energy: [['Wh', 1], ['kWh', 1000], ['MWh', 1_000_000], ['GWh', 1e9], ['kJ', 1 / 3.6], ['MJ', 1000 / 3.6], ['GJ', 1_000_000 / 3.6]],
  time: [['s', 1], ['ms', 0.001], ['min', 60], ['h', 3600], ['d', 86_400]],
  speed: [['m/s', 1], ['mm/s', 0.001], ['m/min', 1 / 60], ['km/h', 1 / 3.6], ['ft/min', 0.3048 / 60]],
  acceleration: [['m/s2', 1], ['mm/s2', 0.001], ['g0', 9.80665]],
  rotation: [['1/min', 1], ['rpm', 1], ['min-1', 1]],
  frequency: [['Hz', 1], ['kHz', 1000], ['MHz', 1_000_000]],
  current: [['A', 1], ['mA', 0.001], ['kA', 1000]],
  voltage: [['V', 1], ['mV', 0.001], ['kV', 1000]],
  conductivity: [['µS/cm', 1], ['mS/cm', 1000], ['S/m', 10_000]],
  ratio: [['1', 1], ['%', 0.01], ['‰', 0.001], ['ppm', 0.000001]],
  density: [['kg/m3', 1], ['g/cm3', 1000], ['kg/l', 1000], ['g/l', 1]],
}

/** °C, ℃ and degC are one unit; m³/h and m3/h, l and L, µ and μ too. Case counts: mW and MW are two. */
export function plainUnit(unit: string): string {
  const plain = unit.normalize('NFKC').replace(/\s+/g, '').replace(/μ/g, 'µ').replace(/^deg(?=[CF]$)/, '°').replace(/(^|\/)L(?=$|\/)/g, '$1l')
  return /^(celsius|fahrenheit)$/i.test(plain) ? `°${plain[0]!.toUpperCase()}` : plain
}

const units = new Map<string, Unit>(
  Object.entries(quantities).flatMap(([quantity, scales]) => scales.map(([unit, factor, offset = 0]): [string, Unit] => [plainUnit(unit), { quantity, factor, offset }])),
)

export interface Conversion {
  /** to = from × factor + offset */
  factor: number
  offset: number
}

export const unchanged: Conversion = { factor: 1, offset: 0 }

/**
 * How a value in one unit becomes one in the other; null when it cannot. Gauge and absolute pressure are not told apart
 * by their names everywhere: `barg` and `bara` are two units that nothing is converted between.
 */
export function conversionBetween(from: string, to: string): Conversion | null {
  if (from === to || exact(from) === exact(to)) return unchanged
  if (isGaugeOrAbsolute(from) || isGaugeOrAbsolute(to)) return null
  const [a, b] = [units.get(plainUnit(from)), units.get(plainUnit(to))]
  if (!a || !b) return plainUnit(from) === plainUnit(to) ? unchanged : null
  if (a.quantity !== b.quantity) return null
  return { factor: a.factor / b.factor, offset: (a.offset - b.offset) / b.factor }
}

/** The units that values could come in for a signal in this one, itself first. */
export function unitsFor(unit: string): string[] {
  const quantity = units.get(plainUnit(unit))?.quantity
  if (!quantity || isGaugeOrAbsolute(unit)) return [unit]
  return [unit, ...quantities[quantity]!.map(([one]) => one).filter((one) => plainUnit(one) !== plainUnit(unit))]
}

const exact = (unit: string) => unit.normalize('NFKC').replace(/\s+/g, '')
const isGaugeOrAbsolute = (unit: string) => /^(bar|psi|kpa|mbar)_?\(?[ga]\)?$/i.test(exact(unit))

/** How values are written. Pure; `locale` decides the decimal mark only. */

/** Narrow no-break space: between groups of thousands and before a unit. */
export const NARROW_SPACE = '\u202F'
export const MINUS = '\u2212'
export const DASH = '\u2014'

const formatters = new Map<string, Intl.NumberFormat>()

function numberFormat(locale: string, digits: number): Intl.NumberFormat {
  const key = `${locale} ${digits}`
  const known = formatters.get(key)
  if (known) return known
  const made = new Intl.NumberFormat(locale, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    useGrouping: true,
    numberingSystem: 'latn',
    signDisplay: 'negative',
  })
  formatters.set(key, made)
  return made
}

/** What is not defined: a dash with the reason in words. Never 0, never blank. */
export const formatUndefined = (reason: string): string => `${DASH} ${reason}`

/** `99412` → `99 412` with narrow spaces; a value that is no number becomes a dash. */
export function formatNumber(value: number, digits = 0, locale = 'en-GB'): string {
  if (!Number.isFinite(value)) return DASH
  return numberFormat(locale, digits)
    .formatToParts(value)
    .map(({ type, value: text }) => (type === 'group' ? NARROW_SPACE : type === 'minusSign' ? MINUS : text))
    .join('')
}

/** `withUnit('181.6', '°C')` → `181.6 °C`. */
export const withUnit = (text: string, unit: string): string => (unit ? `${text}${NARROW_SPACE}${unit}` : text)

/** A measured value: give `digits` as the resolution of its instrument. */
export const formatQuantity = (value: number, unit: string, digits = 0, locale?: string): string =>
  withUnit(formatNumber(value, digits, locale), unit)

/** A ratio (0..1) as per cent, one decimal unless told: `0.8736` → `87.4 %`. */
export const formatPercent = (ratio: number, digits = 1, locale?: string): string =>
  withUnit(formatNumber(ratio * 100, digits, locale), '%')

/** A difference of two ratios, signed: `-0.047` → `−4.7 points`. */
export const formatPoints = (differenceRatio: number, locale?: string): string =>
  `${formatNumber(differenceRatio * 100, 1, locale)}${NARROW_SPACE}points`

/** A ratio against its target in words: `4.7 points below target`. */
export function formatAgainstTarget(ratio: number, targetRatio: number, locale?: string): string {
  const points = formatNumber(Math.abs(ratio - targetRatio) * 100, 1, locale)
  if (Number(points.replace(',', '.')) === 0) return 'on target'
  return `${points}${NARROW_SPACE}points ${ratio < targetRatio ? 'below' : 'above'} target`
}

const unitSteps = ['B', 'kB', 'MB', 'GB', 'TB', 'PB']

/** Decimal (SI) bytes: `214 MB`, `1.6 GB`; one decimal below ten. */
export function formatBytes(bytes: number, locale?: string): string {
  let scaled = bytes
  let step = 0
  while (Math.abs(scaled) >= 999.5 && step < unitSteps.length - 1) {
    scaled /= 1000
    step += 1
  }
  const digits = step > 0 && Math.abs(scaled) < 9.95 && !Number.isInteger(scaled) ? 1 : 0
  return formatQuantity(scaled, unitSteps[step] ?? 'B', digits, locale)
}

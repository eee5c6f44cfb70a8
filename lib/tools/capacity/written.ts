const whole = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 })
const small = new Intl.NumberFormat('en-GB', { maximumSignificantDigits: 3 })

/** A number within a formula; thousands apart by narrow spaces. */
export const written = (value: number): string => (Math.abs(value) >= 100 ? whole : small).format(value).replaceAll(',', '\u202F')

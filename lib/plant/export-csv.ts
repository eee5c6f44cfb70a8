/** A cell that a spreadsheet would run as a formula gets an apostrophe in front (OWASP, CSV injection). */
const isFormula = (text: string) => /^[=+\-@\t\r]/.test(text)

/** One cell after RFC 4180: numbers and moments as they are, text quoted where it needs to be, null as nothing. */
export function csvCell(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return value.toISOString()
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : ''
  const text = isFormula(String(value)) ? `'${String(value)}` : String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** Lines end with CRLF, as the RFC says and every spreadsheet reads. */
export const csvLine = (cells: unknown[]): string => `${cells.map(csvCell).join(',')}\r\n`

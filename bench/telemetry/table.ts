import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { checkout } from '@/scripts/checkout'

/** Columns as wide as they need; the first is text, the others are figures. */
export function table(title: string, columns: string[], rows: string[][]): void {
  const widths = columns.map((name, i) => Math.max(name.length, ...rows.map((row) => row[i]!.length)))
  const line = (cells: string[]) => `  ${cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  ')}`.trimEnd()
  process.stdout.write(`\n${title}\n${[columns, ...rows].map(line).join('\n')}\n`)
}

/** The same for programs: `var/bench/<name>.json`. */
export function writeResult(name: string, result: object): void {
  const folder = path.join(checkout, 'var/bench')
  mkdirSync(folder, { recursive: true })
  const file = path.join(folder, `${name}.json`)
  writeFileSync(file, JSON.stringify({ at: new Date().toISOString(), ...result }, null, 2))
  process.stdout.write(`\n  ${path.relative(checkout, file)}\n`)
}

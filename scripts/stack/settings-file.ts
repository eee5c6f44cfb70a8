import { rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { checkout } from '../checkout'
import type { Settings } from './server'

/** `.env.stack` in the checkout; of an installation elsewhere, in its own folder. */
export const settingsFile = (varDir: string): string => path.join(varDir === path.join(checkout, 'var') ? checkout : varDir, '.env.stack')

/** What the product is told of the stack, for `set -a; . ./.env.stack; npm start` and for people. It holds secrets: the owner's only. */
export function writeSettings(varDir: string, settings: Settings): string {
  const file = settingsFile(varDir)
  // A file that stands keeps its mode: begin with a new one.
  rmSync(file, { force: true })
  const lines = Object.entries(settings).map(([name, value]) => `${name}=${JSON.stringify(value)}`)
  writeFileSync(file, ['# Written by `npm run stack`.', ...lines, ''].join('\n'), { mode: 0o600 })
  return file
}

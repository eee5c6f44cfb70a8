import { expect } from 'vitest'
import type { Outcome } from '@/lib/adapters/outcome'

/** What no neighbour may take as a name, each with the reason in words. */
export const oddNames: [why: string, name: string][] = [
  ['empty', ''],
  ['the parent', '..'],
  ['a way out', '../demo-a'],
  ['a place below', 'demo-a/demo-b'],
  ['absolute', '/etc/passwd'],
  ['with a NUL', 'demo-a\0'],
  ['with a line break', 'demo-a\n'],
  ['upper case', 'Demo-A'],
  ['with a wildcard', 'demo-%'],
  ['outside ASCII', 'demo-ä'],
  ['far too long', `demo-${'x'.repeat(5000)}`],
]

/** The value of an outcome that must be a success. */
export function value<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) expect.fail(`${outcome.failure.kind}: ${outcome.failure.message}`)
  return outcome.value
}

export const refusal = { ok: false, failure: { kind: 'refused', message: expect.stringMatching(/\w+ \w+/) as string } }

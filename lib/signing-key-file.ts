import type { KeyObject } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { below } from '@/lib/below'

/** A private key as PEM, made at first use. Kept beside the tenant keys, outside the database. */
export function signingKeyFile(varDir: string, name: string, make: () => KeyObject): string {
  const file = below(varDir, 'keys', name)
  if (!existsSync(file)) {
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
    try {
      writeFileSync(file, make().export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' })
    } catch (error) {
      // The other process was first: its key holds.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
  return readFileSync(file, 'utf8')
}

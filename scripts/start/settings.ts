import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parseEnv } from 'node:util'
import { withSecretFiles } from '../../lib/secret-files'
import { checkout } from '../checkout'

export type Values = Record<string, string | undefined>

/** What somebody set: the environment first, then `.env`, secrets also by file. An empty value is none. */
export function readSettings(): Values {
  const file = path.join(checkout, '.env')
  const written = existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {}
  return withSecretFiles({ ...withoutEmpty(written as Values), ...withoutEmpty(process.env) })
}

/** For a program's first line: what cannot be read is said in one, without a stack. */
export function readSettingsOrEnd(): Values {
  try {
    return readSettings()
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`)
    process.exit(1)
  }
}

const withoutEmpty = (values: Values): Values => Object.fromEntries(Object.entries(values).filter(([, value]) => value !== '' && value !== undefined))

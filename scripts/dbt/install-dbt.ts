import { readFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { checkout } from '../checkout'
import { withLock } from '../processes/lock-file'
import { folderDigest, installPython } from '../stack/install-once'

const requirements = path.join(checkout, 'platform/dbt/requirements.txt')
const programs = path.join(checkout, 'var/programs')
const name = `dbt-${folderDigest(readFileSync(requirements))}`

/** Where dbt's Python is, once it is installed. */
export const dbtPython = path.join(programs, name, 'bin/python')

/** Installs dbt into the project's own folder, unless it is there; half a minute. @throws what pip said. */
export async function installDbt(): Promise<string> {
  await mkdir(programs, { recursive: true })
  await withLock(path.join(programs, 'lock'), 20 * 60_000, () => installPython(programs, name, ['--requirement', requirements]))
  return dbtPython
}

import { readFileSync } from 'node:fs'
import path from 'node:path'
import { checkout } from '../checkout'
import { folderDigest, installPython } from '../stack/install-once'

const requirements = path.join(checkout, 'platform/dbt/requirements.txt')
const programs = path.join(checkout, 'var/programs')
const name = `dbt-${folderDigest(readFileSync(requirements))}`

/** Where dbt's Python is, once it is installed. */
export const dbtPython = path.join(programs, name, 'bin/python')

/** Installs dbt into the project's own folder, unless it is there; half a minute. @throws what pip said. */
export async function installDbt(): Promise<string> {
  await installPython(programs, name, ['--requirement', requirements])
  return dbtPython
}

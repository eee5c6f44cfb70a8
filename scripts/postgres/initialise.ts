import { spawnSync } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Place } from './place'

const majorVersion = '18'

/**
 * Makes the data folder, or leaves the one that is there. It is made beside and renamed when complete: a killed run
 * leaves nothing that looks like a database.
 */
export function initialise({ native, dataDir, user }: Place, password: string): void {
  if (existsSync(path.join(dataDir, 'PG_VERSION'))) return requireVersion(dataDir)
  const fresh = `${dataDir}.new`
  const passwordFile = `${dataDir}.password`
  rmSync(fresh, { recursive: true, force: true })
  rmSync(dataDir, { recursive: true, force: true })
  mkdirSync(fresh, { mode: 0o700 })
  writeFileSync(passwordFile, password, { mode: 0o600 })
  if (user) for (const place of [fresh, passwordFile]) chownSync(place, user.uid, user.gid)
  chmodSync(fresh, 0o700)
  try {
    const args = ['-D', fresh, '-U', 'postgres', `--pwfile=${passwordFile}`, '--encoding=UTF8', '--locale=C', '--auth=scram-sha-256']
    const made = spawnSync(path.join(native, 'bin/initdb'), args, { ...asUser(user), cwd: '/', encoding: 'utf8' })
    if (made.status !== 0) throw new Error(`The database could not be made: ${made.error?.message ?? made.stderr ?? made.stdout}`)
    renameSync(fresh, dataDir)
  } finally {
    rmSync(passwordFile, { force: true })
  }
}

export const asUser = (user: Place['user']) => (user ? { uid: user.uid, gid: user.gid } : {})

function requireVersion(dataDir: string): void {
  const found = readFileSync(path.join(dataDir, 'PG_VERSION'), 'utf8').trim()
  if (found !== majorVersion) throw new Error(`${dataDir} was made by PostgreSQL ${found}; this is ${majorVersion}.`)
}

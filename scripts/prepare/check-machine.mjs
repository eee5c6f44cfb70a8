import { spawnSync } from 'node:child_process'

/** @throws when this machine cannot run the product. @returns sentences about what will be missing. */
export function checkMachine() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major < 20 || (major === 20 && minor < 9)) {
    throw new Error(`Node ${process.versions.node} is too old: 20.9 or newer is needed (https://nodejs.org).`)
  }
  const python = spawnSync('python3', ['--version'], { stdio: 'ignore' })
  return python.status === 0 ? [] : ['There is no python3 on the PATH: everything works but the notebooks.']
}

import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { checkout } from '../checkout'
import { bundleWorkers } from './bundle'
import { precompress } from '../web/precompress'
import { runStep, type Step } from './run-step'

const sources = [
  'app',
  'components',
  'lib',
  'prisma/schema',
  'public',
  'next.config.ts',
  'package-lock.json',
  'postcss.config.mjs',
  'proxy.ts',
  'scripts/web',
  'scripts/start/bundle.ts',
  'tsconfig.json',
  'workers',
]
const stamp = path.join(checkout, '.next/millrace-build')

/** Builds the portal unless the last build was of the same files. @returns whether it built. */
export async function buildPortal(step: Omit<Step, 'args'>): Promise<boolean> {
  const wanted = hashSources()
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return false
  // A build that does not finish must not pass for the one before it.
  rmSync(stamp, { force: true })
  await runStep({ ...step, args: [path.join(checkout, 'node_modules/next/dist/bin/next'), 'build'] })
  await precompress(path.join(checkout, '.next/static'))
  await bundleWorkers()
  writeFileSync(stamp, wanted)
  return true
}

function hashSources(): string {
  const hash = createHash('sha256')
  for (const source of sources) addTo(hash, source)
  return hash.digest('hex')
}

/** Tests and what is generated from hashed files do not count. */
function addTo(hash: ReturnType<typeof createHash>, relative: string): void {
  const place = path.join(checkout, relative)
  if (!existsSync(place) || relative === 'lib/generated' || relative === 'lib/testing') return
  const entries = listFolder(place)
  if (entries) for (const entry of entries) addTo(hash, `${relative}/${entry}`)
  else if (!/\.test\.tsx?$/.test(relative)) hash.update(relative).update('\0').update(readFileSync(place))
}

/** Undefined for a file. */
function listFolder(place: string): string[] | undefined {
  try {
    return readdirSync(place).sort()
  } catch {
    return undefined
  }
}

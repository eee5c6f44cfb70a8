import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { checkout, node } from '../prepare/prepare.mjs'
import { runQuietly } from '../prepare/run-quietly.mjs'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/** A Chromium for the end-to-end tests, installed where none is found; undefined when that is not possible either. */
export async function findChromium() {
  return look() ?? (await installByMachine()) ?? (await installByPlaywright())
}

function look() {
  const named = process.env.PLAYWRIGHT_CHROMIUM
  if (named && existsSync(named)) return named
  for (const name of names) {
    const found = spawnSync('/bin/sh', ['-c', 'command -v "$1"', 'sh', name], { encoding: 'utf8' })
    if (found.status === 0) return found.stdout.trim()
  }
  return ownOfPlaywright()
}

function ownOfPlaywright() {
  const ask = "import('playwright').then(({ chromium }) => process.stdout.write(chromium.executablePath()))"
  const place = spawnSync(node, ['-e', ask], { cwd: checkout, encoding: 'utf8' }).stdout?.trim()
  return place && existsSync(place) ? place : undefined
}

async function installByMachine() {
  if (process.getuid?.() !== 0 || spawnSync('apt-get', ['--version'], { stdio: 'ignore' }).status !== 0) return undefined
  const lock = '-o DPkg::Lock::Timeout=600'
  const command = `apt-get update ${lock} && apt-get install -y --no-install-recommends ${lock} chromium`
  return attempt('installing Chromium by apt', '/bin/sh', ['-c', command], { DEBIAN_FRONTEND: 'noninteractive' })
}

const installByPlaywright = () =>
  attempt('installing Chromium by Playwright', node, [path.join(checkout, 'node_modules/@playwright/test/cli.js'), 'install', 'chromium'])

async function attempt(what, program, args, env = {}) {
  const log = path.join(checkout, 'var/log/chromium.log')
  try {
    await runQuietly(what, program, args, { cwd: checkout, log, env: { ...process.env, ...env } })
  } catch (error) {
    process.stderr.write(`! ${error.message}\n`)
  }
  return look()
}

import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { checkout, node } from '../prepare/prepare.mjs'

const reports = path.join(checkout, 'var/test')
const modules = path.join(checkout, 'node_modules')
const none = { passed: 0, failed: 0, skipped: 0 }

/** A check without tests of its own counts as one. */
async function check(name, args) {
  const code = await run(name, args)
  return code === 0 ? { ...none, passed: 1 } : { ...none, failed: 1 }
}

/** Beside each other: each keeps one core busy. */
export async function lintAndTypes() {
  const [lint, types] = await Promise.all([
    check('lint', [path.join(modules, 'eslint/bin/eslint.js'), '.', '--max-warnings', '0']),
    check('types', [path.join(modules, 'typescript/bin/tsc'), '--noEmit']),
  ])
  return { ...none, passed: lint.passed + types.passed, failed: lint.failed + types.failed }
}

/** Installs and builds what later stages need beside the first. @returns its end, whatever came of it. */
export const prepareAhead = (wishes) => (wishes.length > 0 ? start(['--import', 'tsx', path.join(checkout, 'scripts/test/ahead.ts'), ...wishes], { detached: true }) : Promise.resolve(0))

/** Vitest with these filters. */
export async function vitest(name, filters) {
  const report = freshReport(name)
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const code = await run(name, [path.join(modules, 'vitest/vitest.mjs'), 'run', ...reporters, ...filters])
  const result = readReport(report)
  if (!result) return { ...none, failed: 1 }
  const skipped = result.numPendingTests + (result.numTodoTests ?? 0)
  return atLeastOneFailure(code, { passed: result.numPassedTests, failed: result.numFailedTests, skipped })
}

/** Playwright with this configuration file. */
export async function playwright(name, chromium, config) {
  const report = freshReport(name)
  const env = { PLAYWRIGHT_CHROMIUM: chromium, PLAYWRIGHT_JSON_OUTPUT_FILE: report }
  const code = await run(name, [path.join(modules, '@playwright/test/cli.js'), 'test', '--config', path.join(checkout, config), '--reporter=list,json'], env)
  const result = readReport(report)
  if (!result) return { ...none, failed: 1 }
  const { expected, unexpected, flaky, skipped } = result.stats
  const troubles = result.suites.flatMap(troublesOf)
  return atLeastOneFailure(code, { passed: expected + flaky, failed: unexpected, skipped, flaky, troubles })
}

/** What failed, or passed at the second attempt only, with the first lines of why: it stands where the count stands. */
function troublesOf(suite) {
  const specs = (suite.specs ?? []).flatMap(({ title, file, tests }) =>
    tests.filter(({ status }) => status === 'unexpected' || status === 'flaky').map(({ status, results }) => {
      const errors = results.flatMap((result) => result.errors ?? []).map(({ message }) => stripVTControlCharacters(message).split('\n').filter(Boolean).slice(0, 8).join(' | '))
      return `${status}: ${file} › ${title}\n${errors.slice(0, 4).map((error) => `    ${error.slice(0, 600)}`).join('\n')}`
    }),
  )
  return [...specs, ...(suite.suites ?? []).flatMap(troublesOf)]
}

/** A file that cannot be read as a test has no tests that could fail. */
const atLeastOneFailure = (code, counts) => (code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts)

function run(name, args, env) {
  process.stdout.write(`\n── ${name} ${'─'.repeat(Math.max(4, 100 - name.length))}\n`)
  return start(args, { env })
}

/** @param detached at a signal, whatever it started ends with it. */
function start(args, { env = {}, detached = false }) {
  const searchPath = `${path.join(modules, '.bin')}:${process.env.PATH}`
  const child = spawn(node, args, { cwd: checkout, env: { ...process.env, PATH: searchPath, ...env }, stdio: ['ignore', 'inherit', 'inherit'], detached })
  const passOn = (signal) => (detached ? process.kill(-child.pid, signal) : child.kill(signal))
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, passOn)
  return new Promise((resolve) => {
    child.on('error', () => resolve(127))
    child.on('close', (code) => {
      for (const signal of ['SIGINT', 'SIGTERM']) process.off(signal, passOn)
      resolve(code ?? 1)
    })
  })
}

function freshReport(name) {
  mkdirSync(reports, { recursive: true })
  const report = path.join(reports, `${name.replaceAll(/\W/g, '-')}.json`)
  rmSync(report, { force: true })
  return report
}

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

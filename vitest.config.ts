import { globSync, readFileSync } from 'node:fs'
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config'

const tests = (folders: string, kind = '') => `${folders}/**/*${kind}.test.{ts,tsx}`
const everywhere = '{lib,components,workers,scripts,prisma,platform,app}'
const [notebooks, servers] = [tests(everywhere, '.notebooks'), tests(everywhere, '.stack')]
/** What lies there only computes, and so does what starts nothing and changes nothing around it: nothing of one file stays for the next, so they share a process. Starting one takes longer than most of them. */
const computing = tests('{components,lib/{api,energy,oee,print,reliability,schedule,site,spc,story,tools,yield}}')
const beginsSomething = /lib\/testing\/|scripts\/(postgres|stack|web)\/|node:(child_process|worker_threads)|process\.(env|chdir)|mkdtemp|listen\(|DuckDBInstance|\bvi\./
const pure = [computing, ...globSync(tests(everywhere), { cwd: import.meta.dirname, exclude: ['**/node_modules'] }).filter((file) => !beginsSomething.test(readFileSync(file, 'utf8')))]

const resolve = { alias: { '@/': `${import.meta.dirname}/` } }
const project = (name: string, include: string[], test: object = {}): TestProjectInlineConfiguration => ({
  resolve,
  // What takes seconds on a quiet machine may take a minute on a busy one.
  test: { name, include, testTimeout: 60_000, hookTimeout: 120_000, ...test },
})

export default defineConfig({
  resolve,
  test: {
    globalSetup: ['./scripts/test-database.ts', './scripts/stack/test-stack.ts'],
    // Two cores: more forks only fight over them, and every database test owns a database of its own.
    maxWorkers: 2,
    projects: [
      project('parts', [tests(everywhere)], { exclude: ['**/node_modules/**', notebooks, servers, ...pure] }),
      project('pure', pure, { exclude: [notebooks, servers], isolate: false }),
      project('notebooks', [notebooks]),
      project('servers', [servers]),
    ],
  },
})

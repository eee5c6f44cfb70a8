#!/usr/bin/env node
// `npm start`: prepares this checkout with nothing but Node's own modules, then goes on in scripts/start/main.ts.
import path from 'node:path'
import { checkout, prepare } from './prepare/prepare.mjs'
import { runTypeScript } from './prepare/run-typescript.mjs'

try {
  await prepare()
} catch (error) {
  process.stderr.write(`✗ ${error.message}\n`)
  process.exit(1)
}
process.exit(await runTypeScript(path.join(checkout, 'scripts/start/main.ts'), process.argv.slice(2)))

#!/usr/bin/env node
// `npm run stack`: prepares this checkout like `npm start`, then goes on in scripts/stack/main.ts.
import path from 'node:path'
import { checkout, prepare } from './prepare/prepare.mjs'
import { runTypeScript } from './prepare/run-typescript.mjs'

try {
  await prepare({ quiet: process.argv.length > 2 })
} catch (error) {
  process.stderr.write(`✗ ${error.message}\n`)
  process.exit(1)
}
process.exit(await runTypeScript(path.join(checkout, 'scripts/stack/main.ts'), process.argv.slice(2)))

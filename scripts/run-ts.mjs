#!/usr/bin/env node
// run-ts.mjs FILE [args]: runs a TypeScript file of this checkout with the settings of the running installation.
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { checkout, prepare } from './prepare/prepare.mjs'
import { runTypeScript } from './prepare/run-typescript.mjs'

const [file, ...args] = process.argv.slice(2)
if (!file) {
  process.stderr.write('usage: node scripts/run-ts.mjs FILE [arguments]\n')
  process.exit(2)
}
await prepare({ quiet: true })
const varDir = process.env.MILLRACE_VAR_DIR ?? path.join(checkout, 'var')
const settings = path.join(varDir, 'secrets/environment.json')
const known = existsSync(settings) ? JSON.parse(readFileSync(settings, 'utf8')) : {}
process.exit(await runTypeScript(path.resolve(checkout, file), args, { MILLRACE_VAR_DIR: varDir, ...known, ...process.env }))

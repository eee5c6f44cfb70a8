import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { runQuietly } from './run-quietly.mjs'

/** The database client for prisma/schema, generated again when the schema or Prisma changed. */
export async function generateClient(checkout, options) {
  const schema = path.join(checkout, 'prisma/schema')
  const stamp = path.join(checkout, 'lib/generated/schema-hash')
  const hash = createHash('sha256')
  for (const file of readdirSync(schema).sort()) hash.update(file).update(readFileSync(path.join(schema, file)))
  hash.update(readFileSync(path.join(checkout, 'node_modules/prisma/package.json')))
  const wanted = hash.digest('hex')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  const env = {
    ...process.env,
    PATH: `${path.join(checkout, 'node_modules/.bin')}:${process.env.PATH}`,
    DATABASE_URL: 'postgresql://none@127.0.0.1/none',
    PRISMA_SCHEMA_ENGINE_BINARY: path.join(checkout, 'scripts/schema-engine.mjs'),
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    CHECKPOINT_DISABLE: '1',
  }
  const prisma = path.join(checkout, 'node_modules/prisma/build/index.js')
  const node = path.join(checkout, 'node_modules/.bin/node')
  await runQuietly('generating the database client', node, [prisma, 'generate'], { ...options, env })
  writeFileSync(stamp, wanted)
}

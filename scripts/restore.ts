import path from 'node:path'
import { parseArgs } from 'node:util'
import { BadArchive } from './backup/bad-archive'
import { databaseName, openInstallation, readPassphrase, startLock } from './backup/installation'
import { restoreBackup, whatIsThere } from './backup/restore-backup'
import { takeLock } from './processes/lock-file'
import { Progress } from './start/progress'

// npm run restore -- FILE [--force]
const { values, positionals } = parseArgs({ allowPositionals: true, options: { force: { type: 'boolean', default: false } } })
const progress = new Progress()

async function run(): Promise<void> {
  const [file] = positionals
  if (!file) throw new BadArchive('npm run restore -- FILE [--force]')
  const passphrase = readPassphrase()
  // The lock of npm start: it does not run now, and does not begin to meanwhile.
  const lock = takeLock(startLock())
  if ('heldBy' in lock) throw new BadArchive(`The installation runs (process ${lock.heldBy}). Stop it first; nothing was changed.`)
  const installation = await openInstallation()
  try {
    const wish = { ...installation, database: databaseName, file: path.resolve(file), passphrase }
    const there = await whatIsThere(wish)
    if (there.length > 0 && !values.force) throw new BadArchive(`There is an installation already (${there.join(', ')}). With --force the backup takes its place, and what is there is kept beside; nothing was changed.`)
    const { facts, applied, before } = await progress.step('restore', (detail) => restoreBackup({ ...wish, onProgress: detail }))
    progress.line(`\nRestored as of ${facts.takenAt}, from ${facts.productVersion}. ${applied.length > 0 ? `Migrations that were newer: ${applied.join(', ')}.` : 'The schema is the same.'}`)
    if (before) progress.line(`What was there is in ${before} and in the database ${databaseName}_before_${path.basename(before).replace('before-restore-', '')}. Delete both when you do not need them any more.`)
    progress.line('Start it with npm start. npm run audit:trail -- verify reads every audit chain.')
  } finally {
    await installation.close()
    lock.release()
  }
}

run().catch((error: unknown) => {
  progress.line(error instanceof BadArchive ? error.message : String(error instanceof Error ? (error.stack ?? error.message) : error))
  process.exitCode = 1
})

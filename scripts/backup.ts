import path from 'node:path'
import { parseArgs } from 'node:util'
import { formatBytes } from '@/components/ui/format'
import { readArchive } from './backup/read-archive'
import { BadArchive } from './backup/bad-archive'
import { databaseName, databaseUrl, openInstallation, readPassphrase } from './backup/installation'
import { backupFacts, makeBackup } from './backup/make-backup'
import { tryRestore } from './backup/restore-backup'
import { Progress } from './start/progress'

// npm run backup [-- --to FILE] [--trial]
const { values } = parseArgs({ options: { to: { type: 'string' }, trial: { type: 'boolean', default: false } } })
const progress = new Progress()

async function run(): Promise<void> {
  const passphrase = readPassphrase()
  const installation = await openInstallation()
  const stamp = new Date().toISOString().slice(0, 19).replaceAll(/[-:]/g, '')
  const file = path.resolve(values.to ?? path.join(installation.varDir, 'backups', `millrace-${stamp}.backup`))
  try {
    const { facts, bytes } = await progress.step('backup', (detail) => makeBackup({ ...installation, databaseUrl: databaseUrl(installation), file, passphrase, onProgress: detail }))
    const wish = { ...installation, file, passphrase, database: databaseName }
    if (values.trial) await progress.step('trial restore', (detail) => tryRestore({ ...wish, onProgress: detail }))
    else await progress.step('reading it back', () => readArchive(file, passphrase, backupFacts, async () => undefined))
    const rows = facts.database.tables.reduce((sum, table) => sum + table.rows, 0)
    progress.line(`\n${file}\n${formatBytes(bytes)}, ${rows} rows, ${facts.files.files.length} files, as of ${facts.takenAt}`)
    progress.line(passphrase ? 'Encrypted. Without its passphrase nobody restores it: keep that elsewhere.' : 'Not encrypted: it holds every key and secret of this installation. Set BACKUP_PASSPHRASE to encrypt it.')
  } finally {
    await installation.close()
  }
}

run().catch((error: unknown) => {
  progress.line(error instanceof BadArchive ? error.message : String(error instanceof Error ? (error.stack ?? error.message) : error))
  process.exitCode = 1
})

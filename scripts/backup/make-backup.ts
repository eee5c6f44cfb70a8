import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { productVersion } from '@/lib/api/product-version'
import { writeArchive } from './write-archive'
import { databaseFacts, dumpDatabase } from './database-dump'
import { addPart, fileFacts, type FileFacts, forget, holdJournal, partsOf } from './files'

export const backupFacts = z.object({
  kind: z.literal('millrace.backup.v1'),
  productVersion: z.string(),
  /** The moment that the database was seen. Everything that was acknowledged before it is in here. */
  takenAt: z.string(),
  database: databaseFacts,
  files: fileFacts,
})

export type BackupFacts = z.output<typeof backupFacts>

export interface BackupWish {
  varDir: string
  notebooksDir: string
  /** As superuser, to the database of the product. */
  databaseUrl: string
  /** Where the backup goes. */
  file: string
  passphrase: string | undefined
  onProgress: (what: string) => void
}

/**
 * The whole installation in one file, while it is in use. The journal is held before the database is looked at and once
 * more after: a reading that was acknowledged is in the database's moment or in the journal. Keys and objects follow,
 * so that what a row names is there.
 */
export async function makeBackup({ varDir, notebooksDir, databaseUrl, file, passphrase, onProgress }: BackupWish): Promise<{ bytes: number; facts: BackupFacts }> {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
  const held = path.join(varDir, `run/backup-${process.pid}`)
  const journal = path.join(varDir, 'journal')
  let facts: BackupFacts | undefined
  try {
    await holdJournal(journal, held)
    const bytes = await writeArchive(file, passphrase, async (writer): Promise<BackupFacts> => {
      let takenAt = ''
      const database = await dumpDatabase(databaseUrl, writer, onProgress, async () => {
        takenAt = new Date().toISOString()
        await holdJournal(journal, held)
      })
      const files: FileFacts = { files: [], folders: [], links: [] }
      for (const part of partsOf(varDir, notebooksDir)) {
        onProgress(part.name)
        await addPart(writer, part.name === 'journal' ? { ...part, at: held } : part, files)
      }
      return (facts = { kind: 'millrace.backup.v1', productVersion, takenAt, database, files })
    })
    return { bytes, facts: facts! }
  } finally {
    forget(held)
  }
}

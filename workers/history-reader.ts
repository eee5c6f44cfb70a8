import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api'
import { lookAtFile, Unreadable } from '@/lib/history/look-at-file'
import type { FromReader, ToReader } from '@/lib/history/protocol'
import { readEventsFile } from '@/lib/history/read-events-file'
import { nextReadings, readFileInto } from '@/lib/history/read-file'
import { lockDown } from '@/lib/lake/query/lock-down'

/**
 * Reads one file that a person sent, then this process ends: whatever is in the file, it has no settings, no database, no network,
 * little memory, and opens no file but the three that it is told.
 */
const memoryMb = 384
const [folder] = process.argv.slice(2)
let connection: DuckDBConnection | undefined
let readings = ''
let work: Promise<void> = Promise.resolve()

process.on('disconnect', () => process.exit(0))
process.on('message', (message: ToReader) => (work = work.then(() => take(message)).catch(fail)))

const say = (message: FromReader) => void process.send?.(message)

async function take(message: ToReader): Promise<void> {
  if (message.kind === 'next') return say({ kind: 'batch', batch: await nextReadings(connection!, readings, message.from, message.atLeast) })
  connection = await opened(message.kind !== 'read' ? [message.file] : [message.file, message.readings, message.refused])
  if (message.kind === 'look') return say({ kind: 'form', form: await lookAtFile(connection, message.file) })
  if (message.kind === 'read-events') return say({ kind: 'rows', rows: await readEventsFile(connection, message) })
  readings = message.readings
  const progress = setInterval(() => {
    const { percentage } = connection!.progress
    if (percentage >= 0) say({ kind: 'progress', ratio: Math.min(1, percentage / 100) })
  }, 500)
  try {
    say({ kind: 'result', result: await readFileInto(connection, message) })
  } finally {
    clearInterval(progress)
  }
}

async function opened(files: string[]): Promise<DuckDBConnection> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1', memory_limit: `${memoryMb}MB`, temp_directory: folder!, temp_file_encryption: 'true', max_temp_directory_size: '8GB', autoinstall_known_extensions: 'false', autoload_known_extensions: 'false' })
  const made = await instance.connect()
  await made.run("SET TimeZone = 'UTC'")
  await lockDown(made, files)
  return made
}

function fail(error: unknown): void {
  if (!(error instanceof Unreadable)) console.error('a file of history cannot be read:', error)
  say({ kind: 'failed', reason: error instanceof Unreadable ? error.message : plainReason(String((error as Error).message)) })
}

function plainReason(message: string): string {
  if (/magic bytes|too small to be a Parquet|Parquet|TProtocol|thrift/i.test(message)) return 'The Parquet file is broken or cut off. Send it again from where it was made.'
  if (/out of memory|max_temp_directory_size/i.test(message)) return `The file needs more than ${memoryMb} MB of memory to read. Split it.`
  if (/maximum line size/i.test(message)) return 'One line of the file is longer than 2 MB: a quote is not closed, or this is no CSV.'
  return `The file cannot be read: ${message.split('\n')[0]!.slice(0, 300)}`
}

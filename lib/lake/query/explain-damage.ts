import { changedWords, findChanged } from '@/lib/lake/find-changed'
import { filesOf, markDamaged } from '@/lib/lake/manifest'
import type { QueryEnd } from '@/lib/lake/query/run-query'
import type { System } from '@/lib/system'

/** Words of DuckDB about bytes that it cannot make sense of. */
const damageWords = /AES|decrypt|parquet|thrift|protocol|zstd|IO Error|Serialization Error|Invalid Input Error/i

/**
 * A query that failed since a file is not as it was written names the file, which is left out from then on; any other end
 * stays as it is. Parquet's encryption signs what it holds, so that a changed byte is an error and never another row.
 */
export async function explainDamage(system: System, tenantId: string, end: QueryEnd): Promise<QueryEnd> {
  if (end.state !== 'failed' || !damageWords.test(end.reason)) return end
  const files = await filesOf(system, tenantId, 'live')
  const changed = await findChanged(system, tenantId, files)
  if (!changed) return end
  const { id, startsAt, endsAt } = files.find((file) => file.id === changed.id)!
  if (changed.isCopy) return { state: 'failed', reason: `This machine’s copy of the file ${id} was damaged. It is fetched anew: ask again.` }
  system.log.error({ tenant: tenantId, file: id }, 'a file of the lake is damaged')
  await markDamaged(system, { tenantId, id }, changedWords(id))
  return { state: 'failed', reason: `The file ${id}, readings from ${startsAt.toISOString()} to ${endsAt.toISOString()}, is not as it was written. It is left out from now on: ask again for what else there is, and tell whoever runs this installation.` }
}

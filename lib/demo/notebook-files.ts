import type { NotebookFile } from '@/lib/adapters/notebooks/port'
import { done, type Outcome } from '@/lib/adapters/outcome'
import type { Lease } from '@/lib/generated/prisma/client'
import { sampleFiles } from '@/lib/plant/sample-files'
import { objectStoreFiles, sampleNotebooks } from '@/lib/plant/sample-notebooks'
import type { System } from '@/lib/system'

/**
 * What a lease's notebook home begins with: its plant's tables in `data/`, the sample notebooks and, where the object
 * store gives keys, the key of its own space.
 */
export async function notebookFiles(system: System, lease: Pick<Lease, 'name' | 'industry'>): Promise<Outcome<NotebookFile[]>> {
  const access = await system.objects.access(lease.name)
  if (!access.ok) return access
  const files = await sampleFiles(system, lease)
  const tables = files.map((file) => ({ path: `data/${file.name}`, from: file.source }))
  return done([...tables, ...(await sampleNotebooks()), ...(access.value ? await objectStoreFiles(access.value) : [])])
}

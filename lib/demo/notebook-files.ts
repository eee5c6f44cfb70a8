import type { NotebookFile } from '@/lib/adapters/notebooks/port'
import type { Lease } from '@/lib/generated/prisma/client'
import { sampleFiles } from '@/lib/plant/sample-files'
import { sampleNotebooks } from '@/lib/plant/sample-notebooks'
import type { System } from '@/lib/system'

/** What a lease's notebook home begins with: its plant's tables in `data/` and the sample notebooks. */
export async function notebookFiles(system: System, lease: Pick<Lease, 'name' | 'industry'>): Promise<NotebookFile[]> {
  const files = await sampleFiles(system, lease)
  return [...files.map((file) => ({ path: `data/${file.name}`, from: file.source })), ...(await sampleNotebooks())]
}

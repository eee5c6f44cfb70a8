import { readdir } from 'node:fs/promises'
import path from 'node:path'
import type { NotebookFile } from '@/lib/adapters/notebooks/port'

const folder = path.join(import.meta.dirname, '..', '..', 'platform', 'notebooks', 'samples')

/** The notebooks that every plant begins with; they read the Parquet files in `data/` beside them. */
export async function sampleNotebooks(): Promise<NotebookFile[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.ipynb')).sort()
  return names.map((name) => ({ path: name, from: path.join(folder, name) }))
}

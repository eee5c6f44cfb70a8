import { readdir } from 'node:fs/promises'
import { below } from '@/lib/below'
import type { NotebookFile } from '@/lib/adapters/notebooks/port'

// The product runs from its checkout; the bundler moves modules, so that their own place says nothing.
const folder = below(process.cwd(), 'platform', 'notebooks', 'samples')

/** The notebooks that every plant begins with; they read the Parquet files in `data/` beside them. */
export async function sampleNotebooks(): Promise<NotebookFile[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.ipynb')).sort()
  return names.map((name) => ({ path: name, from: below(folder, name) }))
}

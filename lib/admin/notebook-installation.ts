import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'

/** What the start command writes; `detail` says how far it is or what failed. */
const installation = z.object({ state: z.enum(['installing', 'starting', 'up', 'failed']), detail: z.string() })

export type NotebookInstallation = z.output<typeof installation>

/** Null where nobody installs notebooks, or before anything was written. */
export async function readNotebookInstallation(varDir: string): Promise<NotebookInstallation | null> {
  const text = await readFile(path.join(varDir, 'run', 'notebooks.json'), 'utf8').catch(() => 'null')
  const parsed = installation.safeParse(parse(text))
  return parsed.success ? parsed.data : null
}

/** The file is replaced while it is read once in a long time: half of it is none. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** A hub that is still being installed does not answer, but that is no fault: it is starting. */
export function whileInstalled<A extends { neighbour: string; state: string; detail: string }>(answer: A, notebooks: NotebookInstallation | null): A {
  const installing = notebooks?.state === 'installing' || notebooks?.state === 'starting'
  if (answer.neighbour !== 'Notebooks' || answer.state !== 'down' || !installing) return answer
  return { ...answer, state: 'starting', detail: notebooks.detail }
}

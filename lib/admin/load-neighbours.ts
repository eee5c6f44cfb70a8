import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import type { System } from '@/lib/system'

export interface NeighbourRow {
  neighbour: string
  state: string
  detail: string
  latencyMs: number | null
  checkedAt: string
  since: string
  next: string
}

const installation = z.object({
  state: z.string(),
  /** 0..1 */
  ratio: z.number().optional(),
  progress: z.number().optional(),
  text: z.string().optional(),
  detail: z.string().optional(),
  error: z.string().optional(),
  url: z.string().optional(),
  since: z.string().optional(),
})

export interface NotebookInstallation {
  state: string
  ratio: number | null
  text: string
}

export interface NeighboursView {
  rows: NeighbourRow[]
  notebooks: NotebookInstallation | null
}

export async function loadNeighbours(system: System): Promise<NeighboursView> {
  const answers = await system.db.asOperator((tx) => tx.neighbourHealth.findMany({ orderBy: { neighbour: 'asc' } }))
  const rows = answers.map(({ neighbour, state, detail, latencyMs, checkedAt, since }) => ({
    neighbour,
    state,
    detail,
    latencyMs,
    checkedAt: checkedAt.toISOString(),
    since: since.toISOString(),
    next: whatHappensNext(state),
  }))
  return { rows, notebooks: await notebookInstallation(system.settings.varDir) }
}

/** In words, for the person who wonders whether to act. */
export function whatHappensNext(state: string): string {
  switch (state) {
    case 'up':
      return 'Asked again every minute.'
    case 'slow':
      return 'It answers later than 1.5 s. Steps that need it take longer; nothing is lost.'
    case 'starting':
      return 'It is being installed or started. Leases open without it and get it afterwards.'
    case 'off':
      return 'It is switched off for this installation. Leases do without it.'
    default:
      return 'Leases wait three minutes for it, open without it and are given it when it answers; removals try on until it lists nothing. Asked again every minute.'
  }
}

/** What the start script writes while the notebook environment is installed; null before it wrote anything. */
async function notebookInstallation(varDir: string): Promise<NotebookInstallation | null> {
  const text = await readFile(path.join(varDir, 'run', 'notebooks.json'), 'utf8').catch(() => null)
  if (!text) return null
  const parsed = installation.safeParse(parse(text))
  if (!parsed.success) return null
  const { state, ratio, progress, ...words } = parsed.data
  return { state, ratio: ratio ?? progress ?? null, text: words.error ?? words.text ?? words.detail ?? '' }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

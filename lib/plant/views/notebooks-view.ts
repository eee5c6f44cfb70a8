import { readFile } from 'node:fs/promises'
import { readNotebookInstallation } from '@/lib/admin/notebook-installation'
import { findLeaseView } from '@/lib/demo/find-lease-view'
import type { PartView } from '@/lib/demo/lease-view'
import { sampleNotebooks } from '@/lib/plant/sample-notebooks'
import type { System } from '@/lib/system'

export interface NotebookEntry {
  /** Path in the person's home. */
  file: string
  title: string
  /** The first paragraph below the title, as plain text. */
  summary: string
  cells: number
}

export interface NotebooksView {
  notebooks: NotebookEntry[]
  /** Null: this person has no server. */
  server: Pick<PartView, 'state' | 'note' | 'lastError'> | null
  /** Said while the hub is being installed. */
  installing: string | null
  activity: { running: boolean; opened: Set<string>; cellsRun: number } | null
}

/** The notebooks that a plant begins with, the person's server, and what was done on it. */
export async function loadNotebooks(system: System, lease: { id: string; name: string } | null): Promise<NotebooksView> {
  const part = (await findLeaseView(system, lease?.id))?.parts.find((one) => one.part === 'notebook')
  const installation = await readNotebookInstallation(system.settings.varDir)
  const isInstalling = installation?.state === 'installing' || installation?.state === 'starting'
  const activity = lease && part?.state === 'up' ? await system.notebooks.activity(lease.name) : null
  const done = activity?.ok ? activity.value : null
  return {
    notebooks: await readSamples(),
    server: part ? { state: part.state, note: part.note, lastError: part.lastError } : null,
    installing: isInstalling && installation ? installation.detail : null,
    activity: done && { running: done.running, opened: new Set(done.opened.map(({ path }) => path)), cellsRun: done.cellsRun },
  }
}

interface NotebookDocument {
  cells: { cell_type: string; source: string[] | string }[]
}

async function readSamples(): Promise<NotebookEntry[]> {
  const files = await sampleNotebooks()
  return Promise.all(files.map(async ({ path, from }) => describeNotebook(path, JSON.parse(String(await readFile(from))) as NotebookDocument)))
}

function describeNotebook(file: string, { cells }: NotebookDocument): NotebookEntry {
  const first = [cells[0]?.source ?? ''].flat().join('')
  const [heading = '', paragraph = ''] = first.split(/\n\s*\n/)
  return { file, title: heading.replace(/^#\s*/, ''), summary: paragraph.replaceAll(/[*_`]/g, '').replaceAll(/\s+/g, ' ').trim(), cells: cells.length }
}

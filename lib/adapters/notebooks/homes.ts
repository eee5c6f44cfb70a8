import { constants } from 'node:fs'
import { chmod, copyFile, mkdir, mkdtemp, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import type { NotebookActivity, NotebookFile } from '@/lib/adapters/notebooks/port'

/** Names that are safe as a folder, as a user and in an address; ours look like `demo-4f2a9c`. */
export const notebookName = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/)

/** A name that is being removed starts with this, one that is being made with the other: neither is a valid name. */
const goingPrefix = '.gone-'
const comingPrefix = '.new-'

const event = z.object({ at: z.number(), kind: z.enum(['opened', 'ran', 'failed']), path: z.string().optional(), kernel: z.string().optional() })
const mostEventBytes = 1_200_000

/**
 * Makes `<homes>/<name>/{home,events}` with `files`, all or nothing; leaves a home that stands alone.
 * Nothing is ever written into a home that a person had: their symbolic links would lead our writing elsewhere.
 */
export async function placeHome(homes: string, name: string, files: NotebookFile[]): Promise<void> {
  const final = path.join(homes, notebookName.parse(name))
  if (await isFolder(final)) return
  await mkdir(homes, { recursive: true, mode: 0o711 })
  const draft = await mkdtemp(path.join(homes, comingPrefix))
  try {
    await mkdir(path.join(draft, 'home'))
    await mkdir(path.join(draft, 'events'))
    for (const file of files) await placeFile(path.join(draft, 'home'), file)
    await chmod(draft, 0o711)
    await rename(draft, final)
  } catch (error) {
    await rm(draft, { recursive: true, force: true })
    if (!(await isFolder(final))) throw error
  }
}

async function placeFile(home: string, { path: place, from }: NotebookFile): Promise<void> {
  const target = path.resolve(home, place)
  if (!target.startsWith(`${home}${path.sep}`)) throw new Error(`a notebook file must lie in the home: ${place}`)
  await mkdir(path.dirname(target), { recursive: true })
  if (typeof from === 'string') await copyFile(from, target, constants.COPYFILE_FICLONE)
  else await writeFile(target, from)
  await chmod(target, 0o600)
}

/** Deletes the files. Renamed first, so that the name is free of them at once and a broken deletion is taken up again. */
export async function removeHome(homes: string, name: string): Promise<void> {
  const parsed = notebookName.parse(name)
  const going = path.join(homes, `${goingPrefix}${parsed}.${Date.now().toString(36)}`)
  await rename(path.join(homes, parsed), going).catch(ignoreMissing)
  for (const entry of await entries(homes)) {
    if (entry.startsWith(`${goingPrefix}${parsed}.`)) await rm(path.join(homes, entry), { recursive: true, force: true, maxRetries: 3 })
  }
}

/** Names with files, those whose removal broke off included. */
export async function listHomes(homes: string): Promise<string[]> {
  return (await entries(homes)).flatMap((entry) => {
    const name = entry.startsWith(goingPrefix) ? entry.slice(goingPrefix.length).split('.')[0] : entry
    return notebookName.safeParse(name).data ?? []
  })
}

/** What the tracking extension wrote. The person owns that file: it is opened as a plain file only, and read up to a limit. */
export async function readEvents(homes: string, name: string): Promise<Pick<NotebookActivity, 'opened' | 'cellsRun' | 'cellsFailed' | 'kernels' | 'activeMinutes'>> {
  const events = (await readOwnFile(path.join(homes, notebookName.parse(name), 'events/events.jsonl'))).split('\n').flatMap((line) => {
    const parsed = event.safeParse(parseJson(line))
    return parsed.success ? [parsed.data] : []
  })
  const opened = new Map<string, Date>()
  for (const { kind, path: file, at } of events) {
    if (kind === 'opened' && file && !opened.has(file)) opened.set(file, new Date(at * 1000))
  }
  const ran = events.filter((entry) => entry.kind === 'ran')
  return {
    opened: [...opened].map(([file, at]) => ({ path: file, at })),
    cellsRun: ran.length,
    cellsFailed: events.filter((entry) => entry.kind === 'failed').length,
    kernels: new Set(ran.map((entry) => entry.kernel)).size,
    activeMinutes: new Set(events.map(({ at }) => Math.floor(at / 60))).size,
  }
}

async function readOwnFile(file: string): Promise<string> {
  const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(() => null)
  if (!handle) return ''
  try {
    if (!(await handle.stat()).isFile()) return ''
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(mostEventBytes), 0, mostEventBytes, 0)
    return buffer.toString('utf8', 0, bytesRead)
  } finally {
    await handle.close()
  }
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}

const isFolder = (place: string) => stat(place).then((found) => found.isDirectory(), () => false)
const entries = (folder: string) => readdir(folder).catch((error: NodeJS.ErrnoException) => (ignoreMissing(error), [] as string[]))

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error
}

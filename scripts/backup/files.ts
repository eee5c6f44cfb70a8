import { chmodSync, chownSync, existsSync, linkSync, lstatSync, mkdirSync, readdirSync, readlinkSync, rmSync, symlinkSync, utimesSync } from 'node:fs'
import { copyFile, open } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import type { ArchiveWriter } from './write-archive'
import { BadArchive } from './bad-archive'

const node = z.object({ path: z.string(), mode: z.int(), uid: z.int(), gid: z.int() })

export const fileFacts = z.object({
  files: z.array(node.extend({ mtimeMs: z.number() })),
  folders: z.array(node),
  links: z.array(z.object({ path: z.string(), target: z.string() })),
})

export type FileFacts = z.output<typeof fileFacts>

/** A part of the installation's folder: where it lies, and under which name it stands in the backup. */
export interface Part {
  name: string
  at: string
}

/** Secrets of the database server and what is made anew at each start stay with the machine. */
const staysHere = /^secrets\/(postgres-.*|environment\.json)$/
export const isKept = (name: string): boolean => !staysHere.test(name)

/** What the installation keeps outside PostgreSQL. Programs, logs, and what runs are not part of it. */
export const partsOf = (varDir: string, notebooksDir: string): Part[] => [
  ...['keys', 'objects', 'journal', 'secrets', 'stories', 'audit-checkpoints.jsonl'].map((name) => ({ name, at: path.join(varDir, name) })),
  // The hub's own state is made anew by the reconciler; copied while it is written it would be broken.
  { name: 'notebooks/homes', at: path.join(notebooksDir, 'homes') },
]

/** Adds everything below the part; what vanishes meanwhile was removed by the product itself. */
export async function addPart(writer: ArchiveWriter, part: Part, facts: FileFacts): Promise<void> {
  if (existsSync(part.at)) await addNode(writer, part.at, part.name, facts)
}

async function addNode(writer: ArchiveWriter, at: string, name: string, facts: FileFacts): Promise<void> {
  const stat = lstatOrGone(at)
  if (!stat || !isKept(name)) return
  const { mode, uid, gid } = stat
  if (stat.isSymbolicLink()) facts.links.push({ path: name, target: readlinkSync(at) })
  else if (stat.isDirectory()) {
    facts.folders.push({ path: name, mode: mode & 0o7777, uid, gid })
    for (const entry of readdirOrGone(at)) await addNode(writer, path.join(at, entry), `${name}/${entry}`, facts)
  } else if (stat.isFile()) {
    const handle = await open(at, 'r').catch(() => undefined)
    if (!handle) return
    try {
      const { size } = await handle.stat()
      await writer.add(`files/${name}`, size, handle.createReadStream({ autoClose: false }) as AsyncIterable<Buffer>)
      facts.files.push({ path: name, mode: mode & 0o7777, uid, gid, mtimeMs: stat.mtimeMs })
    } finally {
      await handle.close()
    }
  }
}

const lstatOrGone = (at: string) => lstatSync(at, { throwIfNoEntry: false })
function readdirOrGone(at: string): string[] {
  try {
    return readdirSync(at).sort()
  } catch {
    return []
  }
}

/**
 * Holds on to the journal's files under other names: the gateway goes on writing into them, and what it deletes stays here.
 * Called before and after the database's moment, so that nothing that is acknowledged falls between both.
 */
export async function holdJournal(journal: string, held: string): Promise<void> {
  mkdirSync(held, { recursive: true, mode: 0o700 })
  for (const name of readdirOrGone(journal).filter((one) => lstatOrGone(path.join(journal, one))?.isFile())) {
    const [from, to] = [path.join(journal, name), path.join(held, name)]
    if (existsSync(to)) continue
    try {
      linkSync(from, to)
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code === 'ENOENT') continue
      if (code !== 'EXDEV' && code !== 'EPERM') throw error
      await copyFile(from, to)
    }
  }
}

/** Where an entry's content goes below `folder`. @throws BadArchive for a name that leads out of it. */
export function placeOf(folder: string, name: string): string {
  const place = path.join(folder, name)
  if (name.startsWith('/') || name.split('/').includes('..') || !place.startsWith(`${folder}${path.sep}`)) throw new BadArchive(`The backup holds a file with a forbidden name (${name}).`)
  return place
}

export async function writeFileOf(folder: string, name: string, content: AsyncIterable<Buffer>): Promise<void> {
  const place = placeOf(folder, name)
  mkdirSync(path.dirname(place), { recursive: true, mode: 0o700 })
  const handle = await open(place, 'wx', 0o600)
  try {
    for await (const chunk of content) await handle.write(chunk)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Owners, rights, times, empty folders and links, after the last file: a link must not lead a file elsewhere. */
export function finishFiles(folder: string, { files, folders, links }: FileFacts): void {
  for (const one of folders) mkdirSync(placeOf(folder, one.path), { recursive: true, mode: 0o700 })
  for (const { path: name, target } of links) {
    const place = placeOf(folder, name)
    mkdirSync(path.dirname(place), { recursive: true })
    symlinkSync(target, place)
  }
  for (const { path: name, mode, uid, gid, mtimeMs } of files) {
    const place = placeOf(folder, name)
    own(place, uid, gid, mode)
    utimesSync(place, mtimeMs / 1000, mtimeMs / 1000)
  }
  // The deepest first: a folder that is closed is not entered any more.
  for (const { path: name, mode, uid, gid } of folders.toReversed()) own(placeOf(folder, name), uid, gid, mode)
}

/** Owners need root; without it everything belongs to whoever restores. */
function own(place: string, uid: number, gid: number, mode: number): void {
  if (process.getuid?.() === 0) chownSync(place, uid, gid)
  chmodSync(place, mode)
}

export const forget = (folder: string): void => rmSync(folder, { recursive: true, force: true })

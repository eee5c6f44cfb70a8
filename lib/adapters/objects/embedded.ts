import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm, stat, unlink } from 'node:fs/promises'
import path from 'node:path'
import { isDraft, isKeptAsWritten, refusedPath } from '@/lib/adapters/objects/object-path'
import type { Objects, StoredObject } from '@/lib/adapters/objects/port'
import { seal, sealBytes, unseal } from '@/lib/adapters/objects/seal'
import { done, failed, type Outcome } from '@/lib/adapters/outcome'
import { forName, quoted } from '@/lib/adapters/resource-name'
import { below } from '@/lib/below'
import type { Clock } from '@/lib/clock'

interface EmbeddedObjectsOptions {
  folder: string
  /** The tenant's data key; a failure means that the space can be neither written nor read. */
  dataKeyOf(space: string): Promise<Outcome<Buffer>>
  linkSecret: string
  baseUrl: string
  clock: Clock
}

/** A folder per space under `folder`; every file is sealed under the tenant's data key, here or by its writer; open tables lie plain. */
export function embeddedObjects({ folder, dataKeyOf, linkSecret, baseUrl, clock }: EmbeddedObjectsOptions): Objects {
  const spaceFolder = (space: string) => below(folder, space)
  const presigning = (method: Method) =>
    forName(async (space, path: string, seconds: number): Promise<Outcome<string>> => {
      const odd = refusedPath(path)
      if (odd) return odd
      if (!Number.isSafeInteger(seconds) || seconds <= 0) return failed('refused', `a link cannot hold for ${seconds} seconds`)
      const expires = Math.floor(clock.now().getTime() / 1000) + seconds
      const query = new URLSearchParams({ expires: String(expires), signature: signLink(linkSecret, { method, space, path, expires }) })
      return done(`${baseUrl}/api/objects/${space}/${path.split('/').map(encodeURIComponent).join('/')}?${query}`)
    })
  return {
    ensureSpace: forName(async (space) => {
      await mkdir(spaceFolder(space), { recursive: true, mode: 0o700 })
      return done('encrypted')
    }),
    put: forName(async (space, name: string, body: Buffer) => {
      const odd = refusedPath(name)
      if (odd) return odd
      const key = await dataKeyOf(space)
      return key.ok ? replaceFile(spaceFolder(space), name, isKeptAsWritten(name) ? body : seal(key.value, body)) : key
    }),
    get: forName(async (space, name: string) => {
      const odd = refusedPath(name)
      if (odd) return odd
      const key = await dataKeyOf(space)
      if (!key.ok) return key
      const sealed = await unless(['ENOENT', 'ENOTDIR', 'EISDIR'], readFile(below(spaceFolder(space), name)))
      if (!sealed) return failed('refused', `there is no object ${quoted(name)}`)
      return isKeptAsWritten(name) ? done(sealed) : unseal(key.value, sealed)
    }),
    remove: forName(async (space, name: string): Promise<Outcome> => {
      const odd = refusedPath(name)
      if (odd) return odd
      await unless(['ENOENT', 'ENOTDIR', 'EISDIR', 'EPERM'], unlink(below(spaceFolder(space), name)))
      return done()
    }),
    fileOf: forName(async (space, name: string): Promise<Outcome<string | null>> => refusedPath(name) ?? done(isKeptAsWritten(name) ? below(spaceFolder(space), name) : null)),
    list: forName(async (space) => done(await filesBelow(spaceFolder(space)))),
    dropUnfinished: forName(async (space, before: Date) => {
      for (const draft of await draftsBelow(spaceFolder(space))) {
        const found = await unless(['ENOENT'], stat(draft))
        if (found && found.mtime < before) await rm(draft, { force: true })
      }
      return done()
    }),
    presign: presigning('GET'),
    presignUpload: presigning('PUT'),
    access: forName(async () => done(null)),
    removeSpace: forName(async (space) => {
      await rm(spaceFolder(space), { recursive: true, force: true, maxRetries: 3 })
      return done()
    }),
    async listSpaces(prefix) {
      const spaces = (await unless(['ENOENT'], readdir(folder))) ?? []
      return done(spaces.filter((space) => space.startsWith(prefix)).sort())
    },
  }
}

type Method = 'GET' | 'PUT'

interface Link {
  method: Method
  space: string
  path: string
  /** Seconds since 1970. */
  expires: number
}

const signLink = (secret: string, { method, space, path, expires }: Link) =>
  createHmac('sha256', secret).update(`${method}\n${space}\n${path}\n${expires}`).digest('base64url')

/** True while a link made by `presign` or `presignUpload` holds. */
export function linkHolds(secret: string, link: Link & { signature: string }, now: Date) {
  const expected = Buffer.from(signLink(secret, link))
  const actual = Buffer.from(link.signature)
  return actual.length === expected.length && timingSafeEqual(actual, expected) && link.expires * 1000 > now.getTime()
}

async function replaceFile(folder: string, name: string, bytes: Buffer): Promise<Outcome> {
  const parents = name.split('/').slice(0, -1)
  const draft = below(folder, ...parents, `.${randomBytes(8).toString('hex')}.part`)
  try {
    // Level by level and never the space itself: a late write must not bring a removed space back.
    for (const [i] of parents.entries()) await unless(['EEXIST'], mkdir(below(folder, ...parents.slice(0, i + 1)), { mode: 0o700 }))
    await writeDraft(draft, bytes)
    await rename(draft, below(folder, name))
    return done()
  } catch (error) {
    await unless(['ENOENT', 'ENOTDIR'], rm(draft, { force: true }))
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return failed('refused', `there is no space for ${quoted(name)}`)
    if (code === 'ENOTDIR' || code === 'EISDIR') return failed('refused', `another object stands where ${quoted(name)} should be`)
    throw error
  }
}

async function writeDraft(draft: string, bytes: Buffer) {
  const file = await open(draft, 'wx', 0o600)
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
}

const entriesBelow = async (folder: string) => ((await unless(['ENOENT'], readdir(folder, { recursive: true, withFileTypes: true }))) ?? []).filter((entry) => entry.isFile())

const draftsBelow = async (folder: string): Promise<string[]> => (await entriesBelow(folder)).filter(({ name }) => isDraft(name)).map(({ parentPath, name }) => path.join(parentPath, name))

async function filesBelow(folder: string): Promise<StoredObject[]> {
  const files = (await entriesBelow(folder)).filter((entry) => !isDraft(entry.name))
  const stored = await Promise.all(
    files.map(async (entry) => {
      const file = path.join(entry.parentPath, entry.name)
      const found = await unless(['ENOENT'], stat(file))
      return found ? [{ path: path.relative(folder, file), bytes: plainBytes(path.relative(folder, file), found.size), storedAt: found.mtime }] : []
    }),
  )
  return stored.flat().sort((a, b) => (a.path < b.path ? -1 : 1))
}

const plainBytes = (name: string, size: number) => (isKeptAsWritten(name) ? size : Math.max(0, size - sealBytes))

/** Undefined when the work fails with one of these codes; any other failure is the caller's. */
const unless = <T>(codes: string[], work: Promise<T>): Promise<T | undefined> =>
  work.catch((error: NodeJS.ErrnoException) => {
    if (!codes.includes(error.code ?? '')) throw error
    return undefined
  })

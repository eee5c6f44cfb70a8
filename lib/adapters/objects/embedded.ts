import { createCipheriv, createDecipheriv, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { below } from '@/lib/below'
import type { Objects, StoredObject } from '@/lib/adapters/objects/port'
import { done, failed, type Outcome } from '@/lib/adapters/outcome'
import type { Clock } from '@/lib/clock'

interface EmbeddedObjectsOptions {
  folder: string
  /** The tenant's data key; a failure means that the space can be neither written nor read. */
  dataKeyOf(space: string): Promise<Outcome<Buffer>>
  linkSecret: string
  baseUrl: string
  clock: Clock
}

/** A folder per space under `folder`; every file is AES-256-GCM under the tenant's data key: iv, tag, body. */
export function embeddedObjects({ folder, dataKeyOf, linkSecret, baseUrl, clock }: EmbeddedObjectsOptions): Objects {
  const spaceFolder = (space: string) => below(folder, assertSpace(space))
  const fileOf = (space: string, name: string) => below(spaceFolder(space), assertPath(name))

  return {
    async ensureSpace(space) {
      await mkdir(spaceFolder(space), { recursive: true, mode: 0o700 })
      return done()
    },
    async put(space, name, body) {
      const key = await dataKeyOf(space)
      if (!key.ok) return key
      const file = fileOf(space, name)
      await mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
      const draft = `${file}.${randomBytes(4).toString('hex')}.part`
      const handle = await open(draft, 'wx', 0o600)
      await handle.writeFile(seal(key.value, body))
      await handle.close()
      await rename(draft, file)
      return done()
    },
    async get(space, name) {
      const key = await dataKeyOf(space)
      if (!key.ok) return key
      const sealed = await readFile(fileOf(space, name)).catch(() => null)
      return sealed ? unseal(key.value, sealed) : failed('refused', `there is no object ${name}`)
    },
    list: async (space) => done(await filesBelow(spaceFolder(space))),
    async presign(space, name, seconds) {
      const expires = Math.floor(clock.now().getTime() / 1000) + seconds
      const signature = signLink(linkSecret, assertSpace(space), assertPath(name), expires)
      const query = new URLSearchParams({ expires: String(expires), signature })
      return done(`${baseUrl}/api/objects/${space}/${name.split('/').map(encodeURIComponent).join('/')}?${query}`)
    },
    async removeSpace(space) {
      await rm(spaceFolder(space), { recursive: true, force: true })
      return done()
    },
    async listSpaces(prefix) {
      const spaces = await readdir(folder).catch(() => [])
      return done(spaces.filter((space) => space.startsWith(prefix)))
    },
  }
}

const signLink = (secret: string, space: string, name: string, expires: number) =>
  createHmac('sha256', secret).update(`${space}\n${name}\n${expires}`).digest('base64url')

/** True while a link made by `presign` holds. */
export function linkHolds(secret: string, link: { space: string; path: string; expires: number; signature: string }, now: Date) {
  const expected = Buffer.from(signLink(secret, link.space, link.path, link.expires))
  const actual = Buffer.from(link.signature)
  return actual.length === expected.length && timingSafeEqual(actual, expected) && link.expires * 1000 > now.getTime()
}

function seal(key: Buffer, body: Buffer): Buffer {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, iv)
  const sealed = Buffer.concat([cipher.update(body), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), sealed])
}

function unseal(key: Buffer, sealed: Buffer): Outcome<Buffer> {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12))
    decipher.setAuthTag(sealed.subarray(12, 28))
    return done(Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]))
  } catch {
    return failed('refused', 'the object was changed or was written under another key')
  }
}

async function filesBelow(folder: string): Promise<StoredObject[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  const files = entries.filter((entry) => entry.isFile() && !entry.name.endsWith('.part'))
  return Promise.all(
    files.map(async (entry) => {
      const file = path.join(entry.parentPath, entry.name)
      const { size, mtime } = await stat(file)
      return { path: path.relative(folder, file), bytes: Math.max(0, size - 28), storedAt: mtime }
    }),
  )
}

function assertSpace(space: string): string {
  if (!/^[a-z0-9][a-z0-9-]{0,62}$/.test(space)) throw new Error(`not a space name: ${JSON.stringify(space)}`)
  return space
}

function assertPath(name: string): string {
  const clean = path.posix.normalize(name)
  if (clean !== name || clean.startsWith('/') || clean.startsWith('..') || clean.includes('\0')) {
    throw new Error(`not an object path: ${JSON.stringify(name)}`)
  }
  return clean
}

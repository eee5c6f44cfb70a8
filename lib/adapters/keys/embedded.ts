import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { type FileHandle, link, mkdir, open, readdir, readFile, rename, unlink } from 'node:fs/promises'
import type { Keys } from '@/lib/adapters/keys/port'
import { done, failed, type Outcome } from '@/lib/adapters/outcome'
import { forName } from '@/lib/adapters/resource-name'
import { below } from '@/lib/below'

const keyBytes = 32
/** One byte of the wrapped form says the version. */
const mostVersions = 255
const gcm = { authTagLength: 16 }

/**
 * One file per tenant in `folder`, 32 bytes per version. The folder lies outside the database and its backups. Several
 * processes use it at once: a key is made by whoever links the file first, and a destroyed file is moved away first.
 */
export function embeddedKeys(folder: string): Keys {
  const fileOf = (name: string) => below(folder, `${name}.key`)
  const versionsOf = (name: string) => readVersions(fileOf(name))

  return {
    ensureKey: forName(async (name) => {
      if ((await versionsOf(name)).length === 0) await create(folder, fileOf(name))
      return done()
    }),
    wrap: forName(async (name, plain: Buffer) => {
      const versions = await versionsOf(name)
      const key = versions.at(-1)
      return key ? done(seal(key, versions.length, plain)) : noKey(name)
    }),
    unwrap: forName(async (name, wrapped: Buffer) => {
      const key = (await versionsOf(name))[(wrapped[0] ?? 0) - 1]
      return key ? unseal(key, wrapped) : noKey(name)
    }),
    rotate: forName(async (name) => {
      const { length } = await versionsOf(name)
      if (length === 0) return noKey(name)
      if (length >= mostVersions) return failed('refused', `the key ${name} has ${length} versions, the most there can be`)
      // Without O_CREAT: a key that is destroyed at this moment must not come back.
      const file = await ignoreMissing(open(fileOf(name), constants.O_WRONLY | constants.O_APPEND))
      if (!file) return noKey(name)
      await writeAndClose(file, randomBytes(keyBytes))
      return done()
    }),
    destroy: forName(async (name) => {
      await ignoreMissing(rename(fileOf(name), below(folder, `${name}.key.${randomBytes(4).toString('hex')}.gone`)))
      for (const left of await entries(folder)) if (left.startsWith(`${name}.key.`)) await erase(below(folder, left))
      return done()
    }),
    async listKeys(prefix) {
      // What a killed process left of a key counts as the key: destroying removes it.
      const names = (await entries(folder)).filter((entry) => /\.key(\.|$)/.test(entry)).map((entry) => entry.replace(/\.key(\..*)?$/, ''))
      return done([...new Set(names)].filter((name) => name.startsWith(prefix)).sort())
    },
  }
}

const noKey = (name: string) => failed('refused', `there is no such key of ${name}`)

async function readVersions(file: string): Promise<Buffer[]> {
  const bytes = (await ignoreMissing(readFile(file))) ?? Buffer.alloc(0)
  return Array.from({ length: Math.floor(bytes.length / keyBytes) }, (_, i) => bytes.subarray(i * keyBytes, (i + 1) * keyBytes))
}

// `link` refuses when the file is there: of two at once the first one's key stays, and with it all that it wrapped.
async function create(folder: string, file: string) {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const draft = `${file}.${randomBytes(4).toString('hex')}.tmp`
  await writeAndClose(await open(draft, 'wx', 0o600), randomBytes(keyBytes))
  try {
    await link(draft, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    await ignoreMissing(unlink(draft))
  }
}

// Over it first: an unlinked file may be found on the disk, an overwritten one less easily. Random and not zeros, so that
// whoever reads it at this moment wraps under a key that nobody has. A draft may be the same file as a living key.
async function erase(file: string) {
  const handle = file.endsWith('.gone') ? await ignoreMissing(open(file, 'r+')) : undefined
  if (handle) await writeAndClose(handle, randomBytes((await handle.stat()).size))
  await ignoreMissing(unlink(file))
}

async function writeAndClose(file: FileHandle, bytes: Buffer) {
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Version, iv, tag, body. */
function seal(key: Buffer, version: number, plain: Buffer): Buffer {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, iv, gcm)
  const body = Buffer.concat([cipher.update(plain), cipher.final()])
  return Buffer.concat([Buffer.from([version]), iv, cipher.getAuthTag(), body])
}

function unseal(key: Buffer, wrapped: Buffer): Outcome<Buffer> {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, wrapped.subarray(1, 13), gcm)
    decipher.setAuthTag(wrapped.subarray(13, 29))
    return done(Buffer.concat([decipher.update(wrapped.subarray(29)), decipher.final()]))
  } catch {
    return failed('refused', 'the wrapped bytes were changed or belong to another key')
  }
}

const entries = async (folder: string) => (await ignoreMissing(readdir(folder))) ?? []

const ignoreMissing = <T>(work: Promise<T>): Promise<T | undefined> =>
  work.catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
    return undefined
  })

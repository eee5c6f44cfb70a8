import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, unlink } from 'node:fs/promises'
import { below } from '@/lib/below'
import type { Keys } from '@/lib/adapters/keys/port'
import { done, failed, type Outcome } from '@/lib/adapters/outcome'

/** One file per tenant in `folder`, 32 bytes per version. The folder lies outside the database and its backups. */
export function embeddedKeys(folder: string): Keys {
  const fileOf = (name: string) => below(folder, `${assertName(name)}.key`)

  async function versionsOf(name: string): Promise<Buffer[]> {
    const bytes = await readFile(fileOf(name)).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return Buffer.alloc(0)
      throw error
    })
    return Array.from({ length: bytes.length / 32 }, (_, i) => bytes.subarray(i * 32, i * 32 + 32))
  }

  async function store(name: string, versions: Buffer[]) {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const draft = `${fileOf(name)}.${randomBytes(4).toString('hex')}.tmp`
    const file = await open(draft, 'wx', 0o600)
    await file.writeFile(Buffer.concat(versions))
    await file.sync()
    await file.close()
    await rename(draft, fileOf(name))
  }

  return {
    async ensureKey(name) {
      if ((await versionsOf(name)).length === 0) await store(name, [randomBytes(32)])
      return done()
    },
    async wrap(name, plain) {
      const versions = await versionsOf(name)
      const key = versions.at(-1)
      if (!key) return failed('refused', `there is no key ${name}`)
      const iv = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', key, iv)
      const body = Buffer.concat([cipher.update(plain), cipher.final()])
      return done(Buffer.concat([Buffer.from([versions.length]), iv, cipher.getAuthTag(), body]))
    },
    async unwrap(name, wrapped) {
      const key = (await versionsOf(name))[(wrapped[0] ?? 0) - 1]
      return key ? open256(key, wrapped) : failed('refused', `there is no key ${name}`)
    },
    async rotate(name) {
      const versions = await versionsOf(name)
      if (versions.length === 0) return failed('refused', `there is no key ${name}`)
      await store(name, [...versions, randomBytes(32)])
      return done()
    },
    async destroy(name) {
      const versions = await versionsOf(name)
      if (versions.length > 0) await overwrite(fileOf(name))
      return done()
    },
    async listKeys(prefix) {
      const files = await readdir(folder).catch(() => [])
      const names = files.filter((file) => file.endsWith('.key')).map((file) => file.slice(0, -4))
      return done(names.filter((name) => name.startsWith(prefix)))
    },
  }
}

function open256(key: Buffer, wrapped: Buffer): Outcome<Buffer> {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, wrapped.subarray(1, 13))
    decipher.setAuthTag(wrapped.subarray(13, 29))
    return done(Buffer.concat([decipher.update(wrapped.subarray(29)), decipher.final()]))
  } catch {
    return failed('refused', 'the wrapped bytes were changed or belong to another key')
  }
}

// Zeros first: an unlinked file may be found on the disk, an overwritten one less easily.
async function overwrite(file: string) {
  const handle = await open(file, 'r+')
  const { size } = await handle.stat()
  await handle.write(Buffer.alloc(size), 0, size, 0)
  await handle.sync()
  await handle.close()
  await unlink(file)
}

function assertName(name: string): string {
  if (!/^[a-z0-9][a-z0-9-]{0,62}$/.test(name)) throw new Error(`not a key name: ${JSON.stringify(name)}`)
  return name
}

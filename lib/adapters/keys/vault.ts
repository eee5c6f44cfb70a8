import type { Keys } from '@/lib/adapters/keys/port'
import { VaultApi, type VaultAnswer, type VaultOptions, VaultProblem } from '@/lib/adapters/keys/vault-api'
import { done, failed, type Outcome } from '@/lib/adapters/outcome'
import { forName, refusedName } from '@/lib/adapters/resource-name'

const versionBytes = 2
const mostVersions = 65_535

/**
 * One key a tenant in the transit engine (AES-256-GCM with its versions); a key never leaves Vault. The token's policy is
 * `platform/vault/millrace-keys.hcl`: with more rights than that, wrapping under a name without a key would make one.
 */
export function vaultKeys(options: VaultOptions): Keys {
  const vault = new VaultApi(options)
  const call = <Rest extends unknown[], T>(work: (name: string, ...rest: Rest) => Promise<Outcome<T>>) =>
    forName((name: string, ...rest: Rest) => work(name, ...rest).catch(asOutcome<T>))
  const exists = async (name: string) => granted(await vault.ask('GET', `keys/${name}`)).status === 200

  return {
    ensureKey: call(async (name) => {
      // Of a key that stands it changes nothing.
      return settled(await vault.ask('POST', `keys/${name}`, { type: 'aes256-gcm96', exportable: false, allow_plaintext_backup: false }))
    }),
    wrap: call(async (name, plain: Buffer) => {
      const answer = await vault.ask('POST', `encrypt/${name}`, { plaintext: plain.toString('base64') })
      if (answer.status === 200) return pack(String(answer.data.ciphertext))
      // Without a key the policy forbids, since Vault would have to make one.
      return answer.status === 403 && (await exists(name)) ? tokenRefused(answer) : noKey(name)
    }),
    unwrap: call(async (name, wrapped: Buffer) => {
      const ciphertext = unpack(wrapped)
      if (!ciphertext) return failed('refused', 'these are not wrapped bytes')
      const answer = granted(await vault.ask('POST', `decrypt/${name}`, { ciphertext }))
      if (answer.status === 200) return done(Buffer.from(String(answer.data.plaintext), 'base64'))
      return failed('refused', `the wrapped bytes were changed or belong to another key: ${answer.said}`)
    }),
    rotate: call(async (name) => {
      const { data, status } = granted(await vault.ask('GET', `keys/${name}`))
      if (status !== 200) return noKey(name)
      if (Number(data.latest_version) >= mostVersions) return failed('refused', `the key ${name} has the most versions that there can be`)
      return settled(await vault.ask('POST', `keys/${name}/rotate`))
    }),
    destroy: call(async (name) => {
      // Only now may it be deleted at all. Both answer "no such key" when it is gone already, in words that differ by version.
      granted(await vault.ask('POST', `keys/${name}/config`, { deletion_allowed: true }))
      const answer = granted(await vault.ask('DELETE', `keys/${name}`))
      return (await exists(name)) ? failed('unavailable', `the key ${name} is still there: ${answer.said}`) : done()
    }),
    async listKeys(prefix) {
      try {
        const { status, data } = granted(await vault.ask('LIST', 'keys'))
        const names = status === 200 ? (data.keys as string[]) : []
        return done(names.filter((name) => name.startsWith(prefix) && !refusedName(name)).sort())
      } catch (error) {
        return asOutcome<string[]>(error)
      }
    },
  }
}

/** `vault:v3:<base64>` as two bytes of version and the rest: smaller, and no bit of it is without meaning. */
function pack(ciphertext: string): Outcome<Buffer> {
  const [, version, body] = /^vault:v(\d+):(.+)$/.exec(ciphertext) ?? []
  if (!version || !body) return failed('unavailable', 'the key store answered with what is no wrapped form')
  const head = Buffer.alloc(versionBytes)
  head.writeUInt16BE(Number(version))
  return done(Buffer.concat([head, Buffer.from(body, 'base64')]))
}

function unpack(wrapped: Buffer): string | null {
  const version = wrapped.length > versionBytes ? wrapped.readUInt16BE() : 0
  // Vault reads version 0 as 1.
  return version > 0 ? `vault:v${version}:${wrapped.subarray(versionBytes).toString('base64')}` : null
}

const noKey = (name: string) => failed('refused', `there is no such key of ${name}`)

/** The token has expired or may not do this: an administrator mends that, and the call succeeds then. */
const tokenRefused = ({ said }: VaultAnswer) => failed('unavailable', `the key store does not accept our token: ${said}`)

function granted(answer: VaultAnswer): VaultAnswer {
  if (answer.status === 403) throw new VaultProblem(tokenRefused(answer).failure)
  return answer
}

const settled = (answer: VaultAnswer): Outcome => (granted(answer).status < 300 ? done() : failed('refused', `the key store refused: ${answer.said}`))

function asOutcome<T>(error: unknown): Outcome<T> {
  if (error instanceof VaultProblem) return { ok: false, failure: error.failure }
  throw error
}

import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { checkout } from '../../checkout'
import { installOnce, runOrThrow } from '../install-once'
import type { InstallSite, Site, StackServer } from '../server'
import { startDetached } from '../start-detached'

const version = '1.13.0'
const folder = `vault-${version}`
const platform = path.join(checkout, 'platform/vault')
type Port = 'http' | 'cluster'

/** Vault with its data on disk, so that the keys of tenants outlive a restart; unsealed by this machine's own secret. */
export const vault: StackServer<Port> = {
  name: 'vault',
  title: `Vault ${version} (transit)`,
  optional: true,
  ports: { http: 8200, cluster: 8201 },
  secondsToStart: 60,
  install,
  start: (site) => {
    writeFileSync(path.join(site.data, 'vault.json'), JSON.stringify(configuration(site)), { mode: 0o600 })
    // Go 1.23 and newer refuse the certificates of clouds that this version carries; nothing here uses them.
    const env = { GODEBUG: 'x509negativeserial=1' }
    return startDetached(site, { program: path.join(site.programs, folder, 'vault'), args: ['server', `-config=${path.join(site.data, 'vault.json')}`], env })
  },
  // Sealed (503) and empty (501) are answers: `prepare` takes it from there.
  ready: async (site) => [200, 429, 501, 503].includes((await ask(site, 'GET', 'sys/health')).status),
  prepare,
  settings: (site) => ({ KEYS: 'vault', VAULT_URL: url(site), VAULT_TOKEN_FILE: path.join(site.data, 'portal-token'), VAULT_TRANSIT: 'transit' }),
}

/** Built by Go, which takes minutes: only when somebody asks for it by name. What was built once serves every checkout of this person. */
async function install({ programs, asked, say }: InstallSite): Promise<void> {
  const cache = path.join(process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache'), 'millrace/stack')
  mkdirSync(cache, { recursive: true })
  if (!existsSync(path.join(cache, folder))) {
    if (!asked) throw new Error('It is built by Go, which takes some minutes, once: `npm run stack -- up vault`.')
    say('building it by Go, once; this takes some minutes')
    await installOnce(cache, folder, build)
  }
  await installOnce(programs, folder, async (draft) => {
    mkdirSync(draft)
    copyFileSync(path.join(cache, folder, 'vault'), path.join(draft, 'vault'))
  })
}

async function build(draft: string): Promise<void> {
  mkdirSync(draft)
  // The versions of everything in it, and their checksums, are kept with the product.
  for (const file of ['go.mod', 'go.sum']) copyFileSync(path.join(platform, 'build', file), path.join(draft, file))
  const go = ['go', '-C', draft, 'build', '-ldflags', '-s -w', '-o', 'vault', 'github.com/hashicorp/vault']
  await runOrThrow('env', ['GOFLAGS=-mod=mod', ...go])
}

const url = (site: Site<Port>) => `http://127.0.0.1:${site.port('http')}`

const configuration = (site: Site<Port>) => ({
  storage: { file: { path: path.join(site.data, 'storage') } },
  listener: { tcp: { address: `127.0.0.1:${site.port('http')}`, cluster_address: `127.0.0.1:${site.port('cluster')}`, tls_disable: true } },
  api_addr: url(site),
  disable_mlock: true,
  ui: false,
})

async function prepare(site: Site<Port>): Promise<void> {
  if ((await ask(site, 'GET', 'sys/health')).status === 501) {
    const made = await must(site, 'PUT', 'sys/init', { secret_shares: 1, secret_threshold: 1 })
    site.secrets.keep('stack-vault-unseal', String((made.keys_base64 as string[])[0]))
    site.secrets.keep('stack-vault-root', String(made.root_token))
  }
  await must(site, 'PUT', 'sys/unseal', { key: site.secrets.find('stack-vault-unseal') })
  const token = site.secrets.find('stack-vault-root')
  const mounts = await must(site, 'GET', 'sys/mounts', undefined, token)
  if (!('transit/' in mounts)) await must(site, 'POST', 'sys/mounts/transit', { type: 'transit' }, token)
  await must(site, 'PUT', 'sys/policies/acl/millrace-keys', { policy: readFileSync(path.join(platform, 'millrace-keys.hcl'), 'utf8') }, token)
  const { auth } = (await must(site, 'POST', 'auth/token/create', { policies: ['millrace-keys'], no_parent: true, period: '768h' }, token)) as { auth: { client_token: string } }
  writeFileSync(path.join(site.data, 'portal-token'), auth.client_token, { mode: 0o600 })
}

async function must(site: Site<Port>, method: string, place: string, body?: object, token?: string): Promise<Record<string, unknown>> {
  const { status, text } = await ask(site, method, place, body, token)
  if (status >= 300) throw new Error(`Vault answered ${status} to ${method} ${place}: ${text}`)
  return text ? (JSON.parse(text) as Record<string, unknown>) : {}
}

async function ask(site: Site<Port>, method: string, place: string, body?: object, token?: string): Promise<{ status: number; text: string }> {
  const headers = { ...(token && { 'x-vault-token': token }), 'content-type': 'application/json' }
  const response = await fetch(`${url(site)}/v1/${place}`, { method, headers, body: body && JSON.stringify(body), signal: AbortSignal.timeout(10_000) })
  return { status: response.status, text: await response.text() }
}

import { readFileSync } from 'node:fs'
import path from 'node:path'
import { IAMClient, ListUsersCommand } from '@aws-sdk/client-iam'
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3'
import { expect } from '@playwright/test'

const told = (name: string) => process.env[name] ?? ''
const named = (kind: string) => (name: string | undefined) => name?.includes(kind) ?? false

/** What each server lists under the names of demo plants, asked of the servers themselves, past the product. */
export async function listDemos(): Promise<Record<string, string[]>> {
  const lists: Record<string, Promise<string[]>> = { notebooks: hubUsers(), ...(told('OBJECTS') === 's3' && { buckets: buckets(), keys: storeUsers() }) }
  if (told('IDENTITY') === 'keycloak') lists.people = people()
  if (told('KEYS') === 'vault') lists.vault = transitKeys()
  return Object.fromEntries(await Promise.all(Object.entries(lists).map(async ([server, list]) => [server, (await list).filter(named('demo-'))])))
}

/** Without what was there before, as of an attempt that failed. */
export const since = (before: Record<string, string[]>, lists: Record<string, string[]>): Record<string, string[]> =>
  Object.fromEntries(Object.entries(lists).map(([server, names]) => [server, names.filter((name) => !before[server]?.includes(name))]))

/** Everything is there, or nothing: the same servers with one plant. */
export const everywhere = (lists: Record<string, string[]>): number[] => [...new Set(Object.values(lists).map(({ length }) => length))]

async function hubUsers(): Promise<string[]> {
  const { HUB_URL, HUB_API_TOKEN } = JSON.parse(readFileSync(path.join(told('MILLRACE_E2E_VAR'), 'secrets/environment.json'), 'utf8')) as Record<string, string>
  return namesOf(await asked(`${HUB_URL}/hub/api/users`, { authorization: `token ${HUB_API_TOKEN}` }), 'name')
}

async function people(): Promise<string[]> {
  const realm = `${told('KEYCLOAK_URL')}/realms/demo/protocol/openid-connect/token`
  const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: 'provisioner', client_secret: told('KEYCLOAK_PROVISIONER_SECRET') })
  const { access_token: token } = (await (await fetch(realm, { method: 'POST', body })).json()) as { access_token: string }
  return namesOf(await asked(`${told('KEYCLOAK_URL')}/admin/realms/demo/users?max=1000`, { authorization: `Bearer ${token}` }), 'username')
}

async function transitKeys(): Promise<string[]> {
  const token = readFileSync(told('VAULT_TOKEN_FILE'), 'utf8').trim()
  const answer = await fetch(`${told('VAULT_URL')}/v1/${told('VAULT_TRANSIT')}/keys?list=true`, { headers: { 'x-vault-token': token } })
  if (answer.status === 404) return []
  return ((await answer.json()) as { data: { keys: string[] } }).data.keys
}

const store = () => ({
  endpoint: told('S3_URL'),
  region: told('S3_REGION'),
  forcePathStyle: true,
  credentials: { accessKeyId: told('S3_ACCESS_KEY_ID'), secretAccessKey: told('S3_SECRET_ACCESS_KEY') },
})
const buckets = async () => ((await new S3Client(store()).send(new ListBucketsCommand({}))).Buckets ?? []).map(({ Name }) => Name!)
const storeUsers = async () => ((await new IAMClient(store()).send(new ListUsersCommand({}))).Users ?? []).map(({ UserName }) => UserName!)

async function asked(url: string, headers: Record<string, string>): Promise<unknown> {
  const answer = await fetch(url, { headers, signal: AbortSignal.timeout(10_000) })
  expect(answer.status, url).toBe(200)
  return answer.json()
}

const namesOf = (rows: unknown, key: string) => (rows as Record<string, string>[]).map((row) => row[key]!)

import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { value } from '@/lib/adapters/contract-checks'
import { describeKeysContract } from '@/lib/adapters/keys/contract'
import { vaultKeys } from '@/lib/adapters/keys/vault'
import { testServer } from '@/scripts/stack/test-stack'

const server = await testServer('vault', 'vault-adapter')
const there = server.settings !== undefined
const { VAULT_URL: url = '', VAULT_TOKEN_FILE: tokenFile = '', VAULT_TRANSIT: mount = '' } = server.settings ?? {}
const open = (more = {}) => vaultKeys({ url, tokenFile, mount, deadlineMs: 20_000, ...more })

/** Every test of the contract begins without keys. */
async function emptied() {
  const keys = open()
  for (const name of value(await keys.listKeys(''))) value(await keys.destroy(name))
  return { port: keys, second: open() }
}

describe.skipIf(!there)('the contract on a real server', () => describeKeysContract('Vault', emptied))

describe.skipIf(!there)('keys in Vault', () => {
  const plain = Buffer.from('the data key of a tenant')

  it('outlive a restart of the server; while it is down or sealed, nothing is taken for destroyed', async () => {
    const { port } = await emptied()
    value(await port.ensureKey('demo-a'))
    const wrapped = value(await port.wrap('demo-a', plain))
    await server.stop!()
    for (const call of [port.unwrap('demo-a', wrapped), port.ensureKey('demo-a'), port.destroy('demo-a'), port.listKeys('demo-')]) {
      expect(await call).toMatchObject({ ok: false, failure: { kind: 'unavailable', message: expect.stringContaining('does not answer') } })
    }
    await server.start!()
    expect(value(await port.unwrap('demo-a', wrapped))).toEqual(plain)
  }, 60_000)

  it('are not to be had with a token that has ended: that is an outage, not a refusal', async () => {
    const { port } = await emptied()
    value(await port.ensureKey('demo-a'))
    const wrapped = value(await port.wrap('demo-a', plain))
    const ended = path.join(mkdtempSync(path.join(os.tmpdir(), 'vault-token-')), 'token')
    writeFileSync(ended, 'hvs.ended')
    const keys = open({ tokenFile: ended })
    for (const call of [keys.unwrap('demo-a', wrapped), keys.destroy('demo-a'), keys.listKeys(''), keys.rotate('demo-a'), keys.ensureKey('demo-a')]) {
      expect(await call).toMatchObject({ ok: false, failure: { kind: 'unavailable', message: expect.stringContaining('permission denied') } })
    }
    expect(value(await port.listKeys(''))).toEqual(['demo-a'])
    // Whoever renews it writes it anew; nobody restarts the portal for that.
    writeFileSync(ended, readFileSync(tokenFile))
    expect(value(await keys.unwrap('demo-a', wrapped))).toEqual(plain)
    expect(await open({ tokenFile: '/none' }).listKeys('')).toMatchObject({ ok: false, failure: { kind: 'unavailable', message: expect.stringContaining('cannot be read') } })
  })

  it('cannot be exported, backed up or brought back by wrapping, with the portal’s own token', async () => {
    const { port } = await emptied()
    value(await port.ensureKey('demo-a'))
    const token = readFileSync(tokenFile, 'utf8')
    for (const place of ['export/encryption-key/demo-a', 'backup/demo-a', '../sys/policies/acl', '../sys/mounts']) {
      const answer = await fetch(new URL(`${url}/v1/${mount}/${place}`), { headers: { 'x-vault-token': token } })
      expect([place, answer.status]).toEqual([place, 403])
    }
    value(await port.destroy('demo-a'))
    expect(await port.wrap('demo-a', plain)).toMatchObject({ ok: false, failure: { kind: 'refused' } })
    expect(value(await port.listKeys(''))).toEqual([])
  })

  it('that do not answer in time are said to', async () => {
    server.freeze!()
    try {
      expect(await open({ deadlineMs: 300 }).listKeys('')).toMatchObject({ ok: false, failure: { kind: 'timeout' } })
    } finally {
      server.thaw!()
    }
  })
})

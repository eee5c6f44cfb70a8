import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { checkStatement, type DeletionStatement, signStatement } from '@/lib/demo/certificate'

const pems = () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  return { privatePem: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string, publicPem: publicKey.export({ type: 'spki', format: 'pem' }) as string }
}
const key = pems()

const statement: DeletionStatement = {
  kind: 'millrace.deletion-certificate.v1',
  lease: 'demo-7kq2m4tz',
  readyAt: '2026-03-09T16:05:00.000Z',
  deadlineAt: '2026-03-10T16:05:00.000Z',
  sessionsEndedAt: '2026-03-10T16:05:01.000Z',
  keyDestroyedAt: '2026-03-10T16:05:02.000Z',
  goneAt: '2026-03-10T16:05:27.000Z',
  parts: [{ part: 'Plant data', system: 'PostgreSQL', removedAt: '2026-03-10T16:05:26.000Z', listedAfter: 0 }],
}
const signed = signStatement(statement, key.privatePem)

describe('a deletion certificate', () => {
  it('verifies against the key that signed it', () => {
    expect(checkStatement(signed, key.publicPem)).toEqual({ holds: true })
  })
  it('says the same bytes whatever the order of its fields', () => {
    const turned = Object.fromEntries(Object.entries(statement).reverse()) as unknown as DeletionStatement
    expect(signStatement(turned, key.privatePem)).toEqual(signed)
  })
  it('does not verify when one character of the statement was changed', () => {
    const statementChanged = signed.statement.replace('"listedAfter":0', '"listedAfter":9')
    expect(checkStatement({ ...signed, statement: statementChanged }, key.publicPem)).toEqual({ holds: false, because: 'hash' })
  })
  it('does not verify when the hash was computed anew over the change', () => {
    const forged = signStatement({ ...statement, lease: 'demo-another' }, pems().privatePem)
    expect(checkStatement({ ...forged, signature: signed.signature }, key.publicPem)).toEqual({ holds: false, because: 'signature' })
  })
  it('does not verify when somebody else signed it', () => {
    expect(checkStatement(signStatement(statement, pems().privatePem), key.publicPem)).toEqual({ holds: false, because: 'signature' })
  })
  it('does not verify, and does not fail, with a signature that is none', () => {
    for (const signature of ['', 'not base64 at all', signed.signature.slice(4)]) {
      expect(checkStatement({ ...signed, signature }, key.publicPem)).toEqual({ holds: false, because: 'signature' })
    }
  })
})

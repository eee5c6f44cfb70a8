import { describe, expect, it } from 'vitest'
import { readPastedCertificate } from '@/lib/api/read-pasted-certificate'

const signed = { statement: '{"a":1}', sha256: 'a'.repeat(64), signature: 'abc=' }

describe('a pasted certificate', () => {
  it('is read whole or with its three signed fields only', () => {
    expect(readPastedCertificate(JSON.stringify({ ...signed, keyId: 'x', auditSeq: 4 }))).toEqual({ ok: true, signed })
    expect(readPastedCertificate(` ${JSON.stringify(signed, null, 2)}\n`)).toEqual({ ok: true, signed })
  })
  it('is refused in words when it is not JSON or lacks a field', () => {
    expect(readPastedCertificate('hello')).toMatchObject({ ok: false, message: expect.stringContaining('first brace') })
    expect(readPastedCertificate('{"statement":"x1"}')).toMatchObject({ ok: false, message: expect.stringContaining('sha256, signature') })
    expect(readPastedCertificate('[]')).toMatchObject({ ok: false })
  })
})

import { z } from 'zod'
import { apiOperation } from '@/lib/api/api-operation'

export const verifyCertificate = apiOperation({
  operationId: 'verifyCertificate',
  method: 'post',
  path: '/api/certificates/verify',
  summary: 'Check a deletion certificate',
  description:
    'Checks the SHA-256 and the Ed25519 signature of a certificate that somebody handed you, against the key of this installation. Nothing is stored.',
  access: 'public',
  input: z.object({
    statement: z.string().min(2).max(32_768).describe('The signed text, byte for byte'),
    sha256: z.string().regex(/^[0-9a-f]{64}$/, '64 lower-case hexadecimal digits.'),
    signature: z.string().max(200).describe('Ed25519, base64'),
  }),
  output: z.object({
    holds: z.boolean(),
    because: z.enum(['hash', 'signature']).nullable().describe('hash: the text was changed. signature: it was not signed by this installation.'),
    keyId: z.string().describe('The key that it was checked against'),
  }),
  refusals: [{ status: 422, when: 'a field is missing or not of its form' }],
  example: {
    input: { statement: '{"goneAt":"2026-03-10T16:05:27.000Z",…}', sha256: '9c41e07b…', signature: 'mZ3c…==' },
    output: { holds: true, because: null, keyId: '4b1d9c02a7e6f358' },
  },
})

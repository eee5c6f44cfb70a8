import { z } from 'zod'
import { apiOperation } from '@/lib/api/api-operation'
import { moment } from '@/lib/api/moment'

export const readCertificate = apiOperation({
  operationId: 'getCertificate',
  method: 'get',
  path: '/api/certificates/{id}',
  summary: 'A deletion certificate',
  description:
    'The certificate of a demo plant that is gone, with the public key, so that anybody verifies it without asking us. It names no person.',
  access: 'public',
  input: z.object({}),
  pathFields: z.object({ id: z.string().describe('Id of the lease') }),
  output: z.object({
    id: z.string(),
    issuedAt: moment,
    statement: z.string().describe('The signed text, canonical JSON'),
    sha256: z.string(),
    algorithm: z.literal('Ed25519'),
    keyId: z.string(),
    signature: z.string().describe('base64'),
    auditSeq: z.int().describe('Place in the audit trail of the platform'),
    publicKeyPem: z.string().describe('The current key of this installation; keyId tells whether it is the one that signed'),
  }),
  refusals: [{ status: 404, when: 'no certificate has this id' }],
  example: {
    path: { id: '7kq2m4tz' },
    output: {
      id: '7kq2m4tz', issuedAt: '2026-03-10T16:05:27.000Z', statement: '{"goneAt":"2026-03-10T16:05:27.000Z",…}', sha256: '9c41e07b…',
      algorithm: 'Ed25519', keyId: '4b1d9c02a7e6f358', signature: 'mZ3c…==', auditSeq: 4061, publicKeyPem: '-----BEGIN PUBLIC KEY-----\n…',
    },
  },
})

export type CertificateDocument = z.output<typeof readCertificate.output>

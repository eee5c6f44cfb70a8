import { describe, expect, it } from 'vitest'
import { curlOf } from '@/lib/api/curl-of'
import { operations } from '@/lib/api/operations'

const curl = (id: string) => curlOf(operations.find(({ operationId }) => operationId === id)!, 'http://localhost:3000')

describe('the command to try an operation', () => {
  it('sends the example as JSON', () => {
    expect(curl('provisionDemo')).toContain(`-d '{"email":"name@company.example","industry":"dairy"}'`)
  })
  it('fills the address and the query', () => {
    expect(curl('getCertificate')).toContain('http://localhost:3000/api/certificates/7kq2m4tz')
    expect(curl('getObject')).toContain('expires=1773309600')
  })
  it('sends the session only where one is asked for', () => {
    expect(curl('getAdminUsage')).toContain('-b ')
    expect(curl('getHealth')).not.toContain('-b ')
    expect(curl('redeemNotebookTicket')).toContain('Authorization: Bearer')
  })
})

import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { may } from '@/lib/auth/capabilities'
import { currentPerson } from '@/lib/auth/current-person'
import { notThere, problemResponse, Refusal } from '@/lib/http/problem'
import { system } from '@/lib/system'
import { exportTenant } from '@/lib/tenancy/export-tenant'
import { customerOf } from '@/lib/tenancy/tenant-life'

/** Everything of a tenant as one zip: written to a file that is deleted when it was sent. */
export async function GET(request: Request): Promise<Response> {
  const requestId = randomUUID()
  try {
    const person = await currentPerson()
    if (!person || !may(person.roles, 'admin')) throw notThere()
    const tenantId = new URL(request.url).searchParams.get('tenant') ?? ''
    await system().db.asOperator((tx) => customerOf(tx, tenantId))
    const folder = await mkdtemp(path.join(os.tmpdir(), 'millrace-tenant-'))
    const file = path.join(folder, 'tenant.zip')
    const drop = () => void rm(folder, { recursive: true, force: true })
    try {
      await exportTenant(system(), tenantId, file, person.email)
    } catch (error) {
      drop()
      throw error
    }
    const { size } = await stat(file)
    const day = system().clock.now().toISOString().slice(0, 10)
    const body = Readable.toWeb(createReadStream(file).on('close', drop)) as ReadableStream
    return new Response(body, { headers: { 'content-type': 'application/zip', 'content-length': String(size), 'content-disposition': `attachment; filename="${tenantId}-${day}.zip"`, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' } })
  } catch (error) {
    if (error instanceof Refusal) return problemResponse({ status: error.status, title: error.title, detail: error.detail, requestId })
    system().log.error({ requestId, err: error }, 'export of a tenant failed')
    return problemResponse({ status: 500, title: 'Failed', detail: 'The export could not be written. Try again; if it stays so, tell us the request id.', requestId })
  }
}

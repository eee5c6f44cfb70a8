import { findCertificate } from '@/lib/admin/find-certificate'
import { readCertificate } from '@/lib/api/read-certificate'
import { notThere } from '@/lib/http/problem'
import { route } from '@/lib/http/route'
import { system } from '@/lib/system'

export const GET = (request: Request, { params }: { params: Promise<{ id: string }> }) =>
  route(readCertificate, async () => {
    const found = await findCertificate(system(), (await params).id)
    if (!found) throw notThere()
    return found.document
  })(request)

import { verifyCertificate } from '@/lib/api/verify-certificate'
import { checkStatement } from '@/lib/demo/certificate'
import { certificateKey } from '@/lib/demo/certificate-key'
import { route } from '@/lib/http/route'
import { system } from '@/lib/system'

export const POST = route(verifyCertificate, async ({ input }) => {
  const key = certificateKey(system().settings.varDir)
  const verdict = checkStatement(input, key.publicPem)
  return { holds: verdict.holds, because: verdict.holds ? null : verdict.because, keyId: key.id }
})

import { databaseDown, loadHealth } from '@/lib/admin/load-health'
import { healthcheck } from '@/lib/api/healthcheck'
import { route } from '@/lib/http/route'
import { system } from '@/lib/system'

const healthy = route(healthcheck, () => loadHealth(system()))

/** Asked before anything else: with the database down not even the session of whoever asks can be looked up. */
export async function GET(request: Request) {
  if (await databaseAnswers()) return healthy(request)
  return Response.json(databaseDown, { status: 503, headers: { 'cache-control': 'no-store', 'retry-after': '10' } })
}

const patienceMs = 3000

async function databaseAnswers(): Promise<boolean> {
  const late = new Promise<false>((resolve) => AbortSignal.timeout(patienceMs).addEventListener('abort', () => resolve(false)))
  const answer = system()
    .db.asOperator((tx) => tx.$queryRaw`SELECT 1`)
    .then(() => true, () => false)
  return Promise.race([answer, late])
}

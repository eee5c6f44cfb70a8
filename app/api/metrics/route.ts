import { env } from '@/lib/env'
import { readMetrics } from '@/lib/health/read-metrics'
import { notThere, problemResponse } from '@/lib/http/problem'
import { requestIdOf } from '@/lib/observe/context'
import { metricsText } from '@/lib/observe/metrics'
import { showsToken } from '@/lib/observe/shows-token'
import { system } from '@/lib/system'

/** For Prometheus: `Authorization: Bearer` with METRICS_TOKEN. For everybody else there is nothing here. */
export async function GET(request: Request) {
  if (!showsToken(request.headers.get('authorization'), env().METRICS_TOKEN)) {
    const { status, title, detail } = notThere()
    return problemResponse({ status, title, detail, requestId: requestIdOf(request.headers) })
  }
  return new Response(await metricsText(await readMetrics(system())), { headers: { 'content-type': 'text/plain; version=0.0.4', 'cache-control': 'no-store' } })
}

/** Called by Next once, before the first request. */
export async function register() {
  // The edge runtime has neither sockets nor contexts of its own.
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const [{ env }, { startTracing }] = await Promise.all([import('@/lib/env'), import('@/lib/observe/start-tracing')])
  startTracing('portal', env().OTEL_EXPORTER_OTLP_ENDPOINT)
}

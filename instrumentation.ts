/** Called by Next once, with the first request that it sees. */
export async function register() {
  // The edge runtime has neither sockets nor contexts of its own.
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const [{ env }, { startTracing }] = await Promise.all([import('@/lib/env'), import('@/lib/observe/start-tracing')])
  startTracing('portal', env().OTEL_EXPORTER_OTLP_ENDPOINT)
  // For the server in front of Next (scripts/web/serve.mjs), with the portal's own connections.
  if (process.env.NODE_ENV === 'production') Object.assign(globalThis, { millraceFramedTools: (await import('@/lib/embedding/framed-tools')).framedTools })
}

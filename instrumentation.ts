/** Called by Next once, with the first request that it sees. */
export async function register() {
  // The edge runtime has neither sockets nor contexts of its own.
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const [{ env }, { startTracing }, { framedTools }] = await Promise.all([import('@/lib/env'), import('@/lib/observe/start-tracing'), import('@/lib/embedding/framed-tools')])
  startTracing('portal', env().OTEL_EXPORTER_OTLP_ENDPOINT)
  // For the server in front of Next (scripts/web/serve.mjs), with the portal's own connections.
  Object.assign(globalThis, { millraceFramedTools: framedTools })
}

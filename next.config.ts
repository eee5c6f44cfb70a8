import createMdx from '@next/mdx'
import type { NextConfig } from 'next'

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // scripts/web/serve.mjs does.
  compress: false,
  // A checkout may lie inside another one: without a root Next looks for lock files upwards.
  turbopack: { root: import.meta.dirname },
  outputFileTracingRoot: import.meta.dirname,
  serverExternalPackages: ['pg', '@duckdb/node-api', 'pino', 'graphile-worker', 'nodemailer', 'pdfkit', 'prom-client', '@platformatic/kafka', 'avsc', '@opentelemetry/sdk-trace', '@opentelemetry/exporter-trace-otlp-http', '@opentelemetry/context-async-hooks'],
  // Types are checked by `npm test`; checking twice would double the time of `npm start`.
  typescript: { ignoreBuildErrors: true },
  allowedDevOrigins: ['127.0.0.1', 'localhost'],
}

export default createMdx()(config)

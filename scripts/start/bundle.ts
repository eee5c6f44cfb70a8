import path from 'node:path'
import { build } from 'esbuild'
import { checkout } from '../checkout'

export const bundles = path.join(checkout, '.next/millrace-workers')

/** What has to be back at once after it was killed, as one file each: compiled while it starts, the gateway takes three times as long. */
export const bundleWorkers = () =>
  build({
    absWorkingDir: checkout,
    entryPoints: ['workers/gateway.ts', 'workers/historian.ts', 'workers/live.ts'],
    outdir: bundles,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node22',
    packages: 'external',
    sourcemap: true,
    logLevel: 'silent',
  })

import os from 'node:os'
import { embeddedTelemetry } from '@/lib/adapters/telemetry/embedded'
import { below } from '@/lib/below'
import { system } from '@/lib/system'
import { runHistorian } from '@/lib/telemetry/historian'

os.setPriority(5)

const sys = system()
const stop = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort())
// Its gateway is gone; the next one brings another.
process.on('disconnect', () => stop.abort())

await runHistorian({ telemetry: embeddedTelemetry(sys.db, sys.settings.retention), dir: below(sys.settings.varDir, 'journal'), log: sys.log }, stop.signal)
await sys.db.close()
process.exit(0)

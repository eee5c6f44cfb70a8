import { streamOptions } from '@/lib/adapters/events/choose-events'
import { chooseTelemetry } from '@/lib/adapters/telemetry/choose-telemetry'
import { below } from '@/lib/below'
import { env } from '@/lib/env'
import { giveWay, niceness } from '@/lib/give-way'
import { system } from '@/lib/system'
import { runHistorian } from '@/lib/telemetry/historian'
import { StreamHistorian } from '@/lib/telemetry/stream-historian'

giveWay(niceness.historian)

const sys = system()
const stop = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort())
// Its gateway is gone; the next one brings another.
process.on('disconnect', () => stop.abort())

const telemetry = await chooseTelemetry(sys.db, sys.settings.retention, env().TELEMETRY)
const stream = streamOptions(env())
if (stream) await new StreamHistorian(telemetry, stream, sys.log).run(stop.signal)
else await runHistorian({ telemetry, dir: below(sys.settings.varDir, 'journal'), log: sys.log }, stop.signal)
await sys.db.close()
process.exit(0)

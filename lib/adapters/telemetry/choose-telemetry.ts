import { embeddedTelemetry } from '@/lib/adapters/telemetry/embedded'
import type { HistoryTelemetry } from '@/lib/adapters/telemetry/port'
import { timescaleTelemetry } from '@/lib/adapters/telemetry/timescaledb'
import type { Database } from '@/lib/db'
import type { Retention } from '@/lib/telemetry/retention'

/** `auto`: TimescaleDB where its extension has been created in the product's database. @throws when TimescaleDB is wished for and not there: it is never replaced silently. */
export async function chooseTelemetry(db: Database, retention: Retention, wish: 'auto' | 'embedded' | 'timescaledb'): Promise<HistoryTelemetry> {
  if (wish === 'embedded') return embeddedTelemetry(db, retention)
  const { rowCount } = await db.operatorPool.query(`SELECT FROM pg_extension WHERE extname = 'timescaledb'`)
  if (rowCount) return timescaleTelemetry(db, retention)
  if (wish === 'auto') return embeddedTelemetry(db, retention)
  throw new Error('TELEMETRY is timescaledb, and the database does not have the extension. Create it there as a superuser: CREATE EXTENSION timescaledb;')
}

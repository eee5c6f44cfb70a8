import { runMigrations } from 'graphile-worker'
import type pg from 'pg'

/** Creates or upgrades the queue's own schema. Owned by the operator role, because only operator transactions enqueue. */
export const installQueue = (operatorPool: pg.Pool) => runMigrations({ pgPool: operatorPool, noHandleSignals: true } as never)

import { createHash } from 'node:crypto'
import type { Rule } from '@/lib/alarm/rule'

/** The same occurrence has the same id however often it is decided: writing it twice writes it once. */
export const alarmId = ({ tenantId, id, version, signalId }: Pick<Rule, 'tenantId' | 'id' | 'version' | 'signalId'>, raisedAt: number): string =>
  createHash('sha256').update(JSON.stringify([tenantId, id, version, signalId, raisedAt])).digest('hex').slice(0, 32)

import { createHash } from 'node:crypto'

/** The same alarm by the same step has the same id however often it is decided; it is the `webhook-id` that receivers know repeats by. */
export const notificationId = (tenantId: string, alarmId: string, stepId: string, kind: 'raised' | 'returned'): string =>
  `ntf_${createHash('sha256').update(JSON.stringify([tenantId, alarmId, stepId, kind])).digest('hex').slice(0, 32)}`

import { randomUUID } from 'node:crypto'
import type { Tx } from '@/lib/db'
import type { Prisma } from '@/lib/generated/prisma/client'

/** What the funnel counts. A step is recorded once it happened, never because it was offered. */
export type EngagementKind =
  | 'demo.requested'
  | 'demo.verified'
  | 'demo.ready'
  | 'demo.signed-in'
  | 'finding.found'
  | 'finding.missed'
  | 'room.opened'
  | 'data.downloaded'
  | 'notebook.opened'
  | 'notebook.worked'
  | 'claim.clicked'

export interface Engagement {
  kind: EngagementKind
  /** Lead, lease or visitor. */
  subject: string
  leaseId?: string
  detail?: Prisma.InputJsonObject
}

export const recordEngagement = (tx: Tx, at: Date, { kind, subject, leaseId, detail = {} }: Engagement) =>
  tx.engagementEvent.create({ data: { id: randomUUID(), at, kind, subject, leaseId, detail } })

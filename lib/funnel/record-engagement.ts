import { randomUUID } from 'node:crypto'
import type { Tx } from '@/lib/db'
import type { Prisma } from '@/lib/generated/prisma/client'

/** What the funnel counts. A step is recorded once it happened, never because it was offered. */
export type EngagementKind =
  | 'site.visited'
  | 'visitor.storm'
  | 'cta.clicked'
  | 'demo.requested'
  | 'demo.verified'
  | 'demo.ready'
  | 'demo.failed'
  | 'demo.signed-in'
  | 'finding.found'
  | 'finding.missed'
  | 'room.opened'
  | 'dashboard.opened'
  | 'features.three'
  | 'data.downloaded'
  | 'notebook.opened'
  | 'notebook.worked'
  | 'offer.opened'
  | 'claim.clicked'
  | 'lease.claimed'
  | 'meeting.held'
  | 'pilot.started'
  | 'contract.paid'
  | 'marketing.consented'
  | 'marketing.unsubscribed'

export interface Engagement {
  kind: EngagementKind
  /** Lead, lease or visitor. */
  subject: string
  leaseId?: string
  detail?: Prisma.InputJsonObject
  /** Of what can happen once only: recorded twice it is one event. */
  onceId?: string
}

export const recordEngagement = (tx: Tx, at: Date, { kind, subject, leaseId, detail = {}, onceId }: Engagement) =>
  tx.engagementEvent.createMany({ data: [{ id: onceId ?? randomUUID(), at, kind, subject, leaseId, detail }], skipDuplicates: true })

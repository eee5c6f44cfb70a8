import { rooms } from '@/components/portal/rooms'
import { formatDuration } from '@/components/ui/format-time'
import type { LeadRow } from '@/lib/sales/load-leads'

export const plantWords: Record<string, string> = { dairy: 'Dairy', chemical: 'Chemical', oil_and_gas: 'Oil and gas', pharma: 'Pharma' }

/** What they have now: a plant with time left, a stopped one, a kept one, none. */
export function nowWords({ lease }: Pick<LeadRow, 'lease'>, now: string): string {
  if (!lease) return 'no plant'
  switch (lease.state) {
    case 'claimed':
      return 'kept the plant'
    case 'stopped':
      return 'plant stands still'
    case 'provisioning':
      return 'being built'
    default:
      return lease.deadlineAt && lease.deadlineAt > now ? `${formatDuration((Date.parse(lease.deadlineAt) - Date.parse(now)) / 1000)} left` : 'over'
  }
}

const kindWords: Record<string, string> = {
  'site.visited': 'Looked at', 'cta.clicked': 'Turned to the form', 'demo.requested': 'Asked for a demo', 'demo.verified': 'Confirmed the address', 'demo.ready': 'Plant ready',
  'demo.failed': 'Part of the plant could not be built', 'demo.signed-in': 'Signed in', 'finding.found': 'Found', 'finding.missed': 'Looked for', 'room.opened': 'Opened', 'dashboard.opened': 'Opened dashboard', 'features.three': 'Used three rooms',
  'data.downloaded': 'Downloaded', 'notebook.opened': 'Opened notebook', 'notebook.worked': 'Ran cells', 'offer.opened': 'Opened the offer', 'claim.clicked': 'Asked to keep the plant',
  'lease.claimed': 'Kept the plant', 'meeting.held': 'Meeting', 'pilot.started': 'Pilot started', 'contract.paid': 'Paid', 'marketing.consented': 'Agreed to mail', 'marketing.unsubscribed': 'Unsubscribed', 'visitor.storm': 'Asked faster than a person can',
}

const roomWords = (key: string): string => rooms.find((room) => room.key === key)?.label ?? (key === 'keep' ? 'the offer page' : key)

/** One entry of a timeline in words: what, and of what. */
export function entryWords(kind: string, detail: Record<string, unknown>): string {
  const text = (name: string) => (typeof detail[name] === 'string' || typeof detail[name] === 'number' ? String(detail[name]) : '')
  const what = text('path') || roomWords(text('room')) || text('dashboard') || text('finding') || text('kind') || text('table') || text('file') || text('plan') || (Array.isArray(detail.parts) ? detail.parts.join(', ') : '') || (text('cellsRun') && `${text('cellsRun')} so far`)
  return [kindWords[kind] ?? kind, what].filter(Boolean).join(' ')
}

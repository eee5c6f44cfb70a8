import { LeadMarks } from '@/components/sales/lead-marks'
import { LeadPrivacy } from '@/components/sales/lead-privacy'
import { LeadScores } from '@/components/sales/lead-scores'
import { LeadTimeline } from '@/components/sales/lead-timeline'
import { LeadWork } from '@/components/sales/lead-work'
import { nowWords, plantWords } from '@/components/sales/lead-words'
import { Drawer } from '@/components/ui/drawer'
import { TermList } from '@/components/ui/term-list'
import type { LeadView } from '@/lib/sales/load-lead'

/** Everything about one lead: who, how close, what next, what they did. */
export function LeadDrawer({ lead, closeHref }: { lead: LeadView; closeHref: string }) {
  const mail = lead.suppressed ? `none: ${lead.suppressed}` : lead.consents ? 'agreed' : 'not agreed'
  const terms = [
    ['Name', lead.name], ['Company', lead.company], ['Role', lead.jobTitle], ['People there', lead.companySize],
    ['Plant', plantWords[lead.industry ?? '']], ['Came from', [lead.source, lead.campaign].filter(Boolean).join(', ')], ['Time zone', lead.timeZone],
    ['Marketing mail', mail], ['Now', nowWords(lead, lead.now)],
  ] as const
  return (
    <Drawer key={lead.id} label="Lead" title={<span className="break-all">{lead.email}</span>} width={464} closeHref={closeHref}>
      {lead.erasure && (
        <p role="status" className="mb-4 border border-line-strong p-3">
          <b>Is being forgotten.</b> {lead.erasure.waitsFor ?? 'What says who they were is being removed.'}
        </p>
      )}
      <TermList termWidth={112} terms={terms.filter(([, detail]) => detail).map(([term, detail]) => ({ term, detail }))} />
      <LeadScores score={lead.score} />
      <LeadWork lead={lead} />
      <LeadMarks lead={lead} />
      <LeadTimeline lead={lead} />
      <LeadPrivacy lead={lead} />
    </Drawer>
  )
}

import { TestSend } from '@/components/sales/test-send'
import { Drawer } from '@/components/ui/drawer'
import { byDay } from '@/lib/mail/by-day'
import { htmlOf, type MailContent, textOf } from '@/lib/mail/layout'
import type { StepResults } from '@/lib/follow-up/load-follow-ups'

/** The mail as it arrives: in a phone, and as text. */
export function FollowUpDrawer({ step, content }: { step: StepResults; content: MailContent }) {
  return (
    <Drawer key={`${step.sequence} ${step.step}`} label={`${step.label}, mail ${step.step + 1}`} title={content.subject} width={464} closeHref="/sales/follow-ups">
      <TestSend sequence={step.sequence} step={step.step} />
      <h3 className="mt-5 font-semibold">In a phone</h3>
      <iframe title="The mail in a phone" sandbox="" srcDoc={byDay(htmlOf(content))} className="mt-2 h-[560px] w-full shrink-0 max-w-[390px] border border-line-strong bg-raised" />
      <h3 className="mt-5 font-semibold">As text</h3>
      <pre className="mt-2 whitespace-pre-wrap border border-line bg-sunken p-3 text-[12px]" tabIndex={0}>
        {textOf(content)}
      </pre>
    </Drawer>
  )
}

import { randomUUID } from 'node:crypto'
import { followUpContent, sequenceOf } from '@/lib/follow-up/sequences'
import { notThere } from '@/lib/http/problem'
import { htmlOf, type MailContent, textOf } from '@/lib/mail/layout'
import type { System } from '@/lib/system'

/** The mail as an invented reader would get it; its links lead to the portal and unsubscribe nobody. @throws Refusal 404 */
export function previewFollowUp({ settings }: Pick<System, 'settings'>, key: string, step: number): MailContent {
  const sequence = sequenceOf(key)
  if (!sequence?.steps[step]) throw notThere()
  return followUpContent(sequence, step, { plant: 'Northfield Dairy', name: 'Ada', deadline: 'Tue 10 Mar, 12:00 (Europe/London)', found: ['Filler 3 fills too much'], url: settings.portalUrl }, `${settings.portalUrl}/unsubscribe/preview`)
}

/** The same, sent to whoever looks at it; not marketing, since they asked for it. @throws Refusal when there is no such mail */
export async function sendTestFollowUp(system: System, key: string, step: number, to: string): Promise<string> {
  const content = previewFollowUp(system, key, step)
  const sent = await system.mail.send({ id: `follow-up-test-${randomUUID()}`, stream: 'transactional', to, subject: `[Test] ${content.subject}`, text: textOf(content), html: htmlOf(content), headers: { 'auto-submitted': 'auto-generated' } })
  return sent.ok ? `Sent to ${to}.` : `The mail system said: ${sent.failure.message}.`
}

import { alertFigures, sayRule, sayValue } from '@/lib/figure-alerts/figures'
import { sayReturn } from '@/lib/figure-alerts/judge'
import type { FigureReading } from '@/lib/figure-alerts/read-figure'
import type { FigureAlert, FigureAlertMail } from '@/lib/generated/prisma/client'
import type { MailContent } from '@/lib/mail/layout'
import { sayMoment } from '@/lib/mail/send-mail'

/** What the mail says: figure, value, limit and moment, by the clock of the place. */
export function alertContent(alert: FigureAlert, { isBreak, value, at }: FigureAlertMail, { place, dashboard, timeZone }: FigureReading, urls: { url: string; unsubscribeUrl: string }): MailContent {
  const { figure } = alert
  const { title } = alertFigures[figure]
  const told = isBreak ? `You are told once, and once more when it is back at ${sayReturn(alert)}.` : 'You are told when it breaks again.'
  return {
    subject: `${title} of ${place.name} ${isBreak ? 'breaks its limit' : 'is back within its limit'}: ${sayValue(figure, value)}`,
    blocks: [
      `${title} of ${place.name} is ${sayValue(figure, value)}. ${isBreak ? `That breaks your limit: ${sayRule(alert)}.` : `Your limit is met again: ${sayRule(alert)}.`}`,
      { facts: [['Figure', title], ['Place', place.name], ['Value', sayValue(figure, value)], ['Told', sayRule(alert)], ['Looked at', sayMoment(at, timeZone)], ['Dashboard', dashboard]] },
      told,
      { label: 'Open the dashboard', url: urls.url },
      'This is no safety alarm: those are rules on signals.',
    ],
    footer: 'You get this because you set this limit.',
    unsubscribeUrl: urls.unsubscribeUrl,
  }
}

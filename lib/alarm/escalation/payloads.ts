import type { AlarmFacts, Message } from '@/lib/alarm/escalation/message'
import { factsOf, linesOf, linkOf, priorityWords, testWords, titleOf } from '@/lib/alarm/escalation/message-words'
import type { MailContent } from '@/lib/mail/layout'

/** A receiver reads so many; `count` says how many there were. */
const mostListed = 100

/** Body of a Standard Webhook. Of one alarm the same at every attempt. */
export function webhookPayload(message: Message, now: Date) {
  const [first] = message.alarms
  if (!first) return { type: 'alarm.test', timestamp: now.toISOString(), data: { target: message.target, plant: message.plant } }
  if (message.alarms.length === 1) return { type: `alarm.${first.kind}`, timestamp: happenedAt(first).toISOString(), data: { ...dataOf(first), plant: message.plant, url: linkOf(message).url } }
  return {
    type: 'alarm.summary',
    timestamp: happenedAt(first).toISOString(),
    data: {
      count: message.alarms.length,
      place: message.area,
      plant: message.plant,
      url: linkOf(message).url,
      alarms: message.alarms.slice(0, mostListed).map((alarm) => ({ type: `alarm.${alarm.kind}`, ...dataOf(alarm) })),
    },
  }
}

const happenedAt = ({ kind, raisedAt, returnedAt }: AlarmFacts) => (kind === 'returned' && returnedAt ? returnedAt : raisedAt)

const dataOf = ({ alarmId, name, priority, signalId, signal, place, path, value, limit, unit, response, raisedAt, returnedAt }: AlarmFacts) => ({
  id: alarmId, name, priority, priorityName: (priorityWords[priority] ?? 'Alarm').toLowerCase(), place, path, signalId, signal, value, limit, unit, response,
  raisedAt: raisedAt.toISOString(), returnedAt: returnedAt?.toISOString() ?? null,
})

/** Slack's incoming webhook: `text` for notifications and old clients, Block Kit for the rest. */
export function slackPayload(message: Message) {
  const title = titleOf(message)
  const link = linkOf(message)
  const lines = [...factsOf(message).map(([name, value]) => `*${slackText(name)}* ${slackText(value)}`), ...linesOf(message).map((line) => `• ${slackText(line)}`)]
  const body = lines.length > 0 ? lines.join('\n') : testWords
  const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } })
  return {
    text: slackText(title),
    blocks: [{ type: 'header', text: { type: 'plain_text', text: cut(title, 150), emoji: false } }, section(cut(body, 2900)), section(`<${slackText(link.url)}|${link.label}>`)],
  }
}

/** `<!channel>` in a name would call everybody. */
const slackText = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
const cut = (text: string, most: number) => (text.length > most ? `${text.slice(0, most - 1)}…` : text)

/** Teams' workflow "When a Teams webhook request is received": an Adaptive Card; message cards are no longer taken. */
export function teamsPayload(message: Message) {
  const link = linkOf(message)
  const facts = factsOf(message).map(([title, value]) => ({ title, value: cardText(value) }))
  const lines = linesOf(message).map((line) => ({ type: 'TextBlock', text: cardText(line), wrap: true, spacing: 'Small' }))
  const rest = facts.length > 0 ? [{ type: 'FactSet', facts }] : lines.length > 0 ? lines : [{ type: 'TextBlock', text: testWords, wrap: true }]
  return {
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        contentUrl: null,
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.4',
          msteams: { width: 'Full' },
          body: [{ type: 'TextBlock', text: cardText(titleOf(message)), size: 'Large', weight: 'Bolder', wrap: true }, ...rest],
          actions: [{ type: 'Action.OpenUrl', title: link.label, url: link.url }],
        },
      },
    ],
  }
}

/** A card reads Markdown: brackets in a name would make a link. */
const cardText = (text: string) => text.replace(/[\\`*_[\]]/g, '\\$&')

export function alarmMail(message: Message): MailContent {
  const facts = factsOf(message)
  const lines = linesOf(message)
  return {
    subject: titleOf(message),
    blocks: [
      titleOf(message),
      ...(facts.length > 0 ? [{ facts }] : lines.length > 0 ? lines : [testWords]),
      linkOf(message),
      ...(lines.length > 0 ? ['There are too many alarms for a mail each. Look at the first ones; the others often follow from them.'] : []),
    ],
    footer: `You get this mail because ${message.target} is told of alarms in ${message.plant}. Whoever may change the plant ends it in the portal, at Alarms, Notifications.`,
  }
}

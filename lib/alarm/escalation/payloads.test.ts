import { describe, expect, it } from 'vitest'
import type { AlarmFacts, Message } from '@/lib/alarm/escalation/message'
import { alarmMail, slackPayload, teamsPayload, webhookPayload } from '@/lib/alarm/escalation/payloads'
import { htmlOf, textOf } from '@/lib/mail/layout'

const alarm: AlarmFacts = {
  kind: 'raised', alarmId: 'abc', name: 'Pasteuriser outlet temperature high', priority: 1, signalId: 'past-t', signal: 'Pasteuriser outlet', place: 'Filling / Line 2', path: 'dairy/filling/line-2',
  value: 76.2, limit: 75, ruleKind: 'threshold', unit: '°C', decimals: 1, response: 'Open valve 4.', raisedAt: new Date('2026-03-09T11:52:03Z'), returnedAt: null,
}
const message = (...alarms: Partial<AlarmFacts>[]): Message => ({
  id: 'ntf_1', attempts: 1, alarms: alarms.map((one) => ({ ...alarm, ...one })), area: 'Filling', plant: 'Northfield Dairy', timeZone: 'Europe/Vienna', target: 'Shift lead', portalUrl: 'https://m.example',
})
const subject = (...alarms: Partial<AlarmFacts>[]) => alarmMail(message(...alarms)).subject.replaceAll('\u202F', ' ')

describe('what is said of an alarm', () => {
  it.each<[string, Partial<AlarmFacts>[]]>([
    ['Critical: Pasteuriser outlet temperature high – 76.2 °C (limit 75.0)', [{}]],
    ['High: Pressure falls – −3.10 bar (limit 2.00 bar per minute)', [{ name: 'Pressure falls', priority: 2, value: -3.1, limit: 2, decimals: 2, unit: 'bar', ruleKind: 'rate' }]],
    ['Low: Odd – 5 (limit 3.0 σ)', [{ name: 'Odd', priority: 4, value: 5, limit: 3, decimals: 0, unit: '', ruleKind: 'z-score' }]],
    ['Medium: Meter silent – no reading', [{ name: 'Meter silent', priority: 3, value: null, limit: null, ruleKind: 'stale' }]],
    ['Returned: Pasteuriser outlet temperature high', [{ kind: 'returned' }]],
    ['Critical: two lines – 76.2 °C (limit 75.0)', [{ name: 'two\r\nlines' }]],
    ['3 more alarms in Filling; first: Critical: Pasteuriser outlet temperature high – 76.2 °C (limit 75.0)', [{}, {}, {}]],
    ['1 more alarm in Filling, 1 returned; first: Critical: Pasteuriser outlet temperature high – 76.2 °C (limit 75.0)', [{ kind: 'returned' }, {}]],
    ['2 alarms in Filling have returned; first: A', [{ kind: 'returned', name: 'A' }, { kind: 'returned', name: 'B' }]],
    ['Test: Shift lead is told of alarms in Northfield Dairy', []],
  ])('%s', (title, alarms) => {
    expect(subject(...alarms)).toBe(title)
  })

  it('by mail has place, limit, the time in the site’s zone, what to do and the way there, as text and as HTML', () => {
    const mail = alarmMail(message({ name: '<b>Hot</b>' }))
    const text = textOf(mail)
    for (const part of ['Place: Filling / Line 2', 'Limit: 75.0\u202F°C', '12:52:03 (Europe/Vienna)', 'What to do: Open valve 4.', 'https://m.example/alarms?alarm=abc', 'Shift lead']) expect(text).toContain(part)
    expect(htmlOf(mail)).toContain('&lt;b&gt;Hot&lt;/b&gt;')
    expect(htmlOf(mail)).not.toContain('<b>Hot')
  })

  it('of a flood by mail names the first and counts the rest', () => {
    const text = textOf(alarmMail(message(...Array.from({ length: 24 }, (_, i) => ({ name: `Alarm ${i + 1}` })))))
    expect(text).toContain('Critical: Alarm 20 – ')
    expect(text).not.toContain('Alarm 21')
    expect(text).toContain('and 4 more')
  })
})

describe('what systems get', () => {
  it('Slack: text and blocks, in which a name calls nobody', () => {
    const payload = slackPayload(message({ name: '<!channel> & co' }))
    expect(payload.text).toMatch(/^Critical: &lt;!channel&gt; &amp; co/)
    expect(payload.blocks.map(({ type }) => type)).toEqual(['header', 'section', 'section'])
    expect(JSON.stringify(payload.blocks.slice(1))).not.toContain('<!channel>')
    expect(JSON.stringify(payload)).toContain('<https://m.example/alarms?alarm=abc|Open the alarm>')
    const long = slackPayload(message(...Array.from({ length: 60 }, () => ({ name: 'x'.repeat(240) }))))
    expect(JSON.parse(JSON.stringify(long)).blocks[1].text.text.length).toBeLessThanOrEqual(3000)
  })

  it('Teams: an Adaptive Card in a message, in which a name is no link', () => {
    const payload = teamsPayload(message({ name: '[here](https://evil.example)' }))
    expect(payload).toMatchObject({ type: 'message', attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content: { type: 'AdaptiveCard', version: '1.4', actions: [{ type: 'Action.OpenUrl', url: 'https://m.example/alarms?alarm=abc' }] } }] })
    expect(payload.attachments[0]!.content.body[0]).toMatchObject({ type: 'TextBlock', text: expect.stringContaining('\\[here\\](') })
    expect(payload.attachments[0]!.content.body[1]).toMatchObject({ type: 'FactSet' })
  })

  it('webhooks: type, time and the alarm as data', () => {
    const now = new Date()
    expect(webhookPayload(message({}), now)).toEqual({
      type: 'alarm.raised',
      timestamp: '2026-03-09T11:52:03.000Z',
      data: {
        id: 'abc', name: alarm.name, priority: 1, priorityName: 'critical', place: 'Filling / Line 2', path: alarm.path, signalId: 'past-t', signal: 'Pasteuriser outlet', value: 76.2, limit: 75, unit: '°C',
        response: 'Open valve 4.', raisedAt: '2026-03-09T11:52:03.000Z', returnedAt: null, plant: 'Northfield Dairy', url: 'https://m.example/alarms?alarm=abc',
      },
    })
    const returnedAt = new Date('2026-03-09T11:55:00Z')
    expect(webhookPayload(message({ kind: 'returned', returnedAt }), now)).toMatchObject({ type: 'alarm.returned', timestamp: returnedAt.toISOString() })
    expect(webhookPayload(message({}, { kind: 'returned', returnedAt }), now)).toMatchObject({ type: 'alarm.summary', data: { count: 2, place: 'Filling', alarms: [{ type: 'alarm.raised' }, { type: 'alarm.returned' }] } })
    expect(webhookPayload(message(), now)).toMatchObject({ type: 'alarm.test' })
  })
})

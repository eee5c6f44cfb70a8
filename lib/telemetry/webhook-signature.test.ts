import { Webhook } from 'standardwebhooks'
import { describe, expect, it } from 'vitest'
import { refuseSignature, signWebhook, webhookSecret } from '@/lib/telemetry/webhook-signature'

const secret = webhookSecret('root', 'plant-a', 'press', 1)
const next = webhookSecret('root', 'plant-a', 'press', 2)
const body = Buffer.from('{"signal":"t1","v":1}')
const now = new Date()
const timestamp = String(Math.floor(now.getTime() / 1000))
const headers = (signature: string) => ({ id: 'msg_1', timestamp, signature })

describe('webhook signatures', () => {
  it('are those of the reference library, both ways', () => {
    const theirs = new Webhook(secret).sign('msg_1', now, body.toString())
    expect(refuseSignature(headers(theirs), body, [secret], now.getTime())).toBeNull()
    const ours = signWebhook(secret, 'msg_1', Number(timestamp), body)
    expect(new Webhook(secret).verify(body.toString(), { 'webhook-id': 'msg_1', 'webhook-timestamp': timestamp, 'webhook-signature': ours })).toEqual({ signal: 't1', v: 1 })
  })
  it('may be several, for one of several secrets: rotation', () => {
    const both = `${signWebhook(next, 'msg_1', Number(timestamp), body)} ${signWebhook(secret, 'msg_1', Number(timestamp), body)}`
    expect(refuseSignature(headers(both), body, [secret], now.getTime())).toBeNull()
    expect(refuseSignature(headers(signWebhook(secret, 'msg_1', Number(timestamp), body)), body, [next, secret], now.getTime())).toBeNull()
  })
  it.each([
    ['another body', headers(signWebhook(secret, 'msg_1', Number(timestamp), Buffer.from('x'))), 0, /does not fit/],
    ['another source', headers(signWebhook(webhookSecret('root', 'plant-a', 'mill', 1), 'msg_1', Number(timestamp), body)), 0, /does not fit/],
    ['another version', headers('v2,AAAA'), 0, /does not fit/],
    ['an old timestamp', headers(signWebhook(secret, 'msg_1', Number(timestamp), body)), 301_000, /5 minutes/],
    ['nothing', {}, 0, /Send webhook-id/],
  ])('are refused for %s', (_, given, later, why) => {
    expect(refuseSignature(given, body, [secret], Number(timestamp) * 1000 + later)).toMatch(why)
  })
})

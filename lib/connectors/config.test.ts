import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadConfig, parseConfig } from '@/lib/connectors/config'
import { checkout } from '@/scripts/checkout'

const gateway = { url: 'https://plant.example', apiKeyEnv: 'KEY' }
const refusal = (config: unknown): string => {
  try {
    parseConfig('plant.json', typeof config === 'string' ? config : JSON.stringify(config))
  } catch (error) {
    return (error as Error).message
  }
  return ''
}

describe('the configuration of the connectors', () => {
  it('is complete in the example that is shipped', () => {
    const example = path.join(checkout, 'platform/connectors/example.json')
    const config = parseConfig(example, readFileSync(example, 'utf8'))
    expect(config.connections.map(({ kind }) => kind)).toEqual(['mqtt', 'sparkplug', 'opcua'])
    expect(config).toMatchObject({ status: { port: 4300, listen: '127.0.0.1' } })
  })

  it('is safe where nothing is said: encrypted OPC UA, a session that waits, loopback', () => {
    const config = parseConfig('x', JSON.stringify({ gateway, connections: [{ kind: 'opcua', name: 'a', endpoint: 'opc.tcp://h', nodes: { 'ns=1;s=T': 't' } }, { kind: 'mqtt', name: 'b', url: 'mqtts://h', subscriptions: [{ topic: 'p/{t}', signal: '{t}' }] }] }))
    expect(config.connections[0]).toMatchObject({ security: { mode: 'SignAndEncrypt', policy: 'Basic256Sha256' } })
    expect(config.connections[1]).toMatchObject({ version: 5, cleanStart: false, sessionExpirySeconds: 86_400, subscriptions: [{ qos: 1, payload: { form: 'number' } }] })
  })

  it('names every problem at once, and where it stands', () => {
    const message = refusal({
      gateway: { url: 'http://plant.example' },
      connections: [
        { kind: 'mqtt', name: 'a b', url: 'http://broker', subscriptions: [{ topic: 'p/#/x', signal: '{q}', payload: { form: 'jsn' } }], pasword: 'x' },
        { kind: 'opcua', name: 'o', endpoint: 'opc.tcp://h', security: { mode: 'None' }, nodes: { T: 't' } },
        { kind: 'sparkplug', name: 'o', url: 'mqtt://b' },
        { kind: 'modbus', name: 'm' },
      ],
    })
    for (const line of [
      'plant.json', 'gateway.url: https://', 'gateway.apiKeyFile: say where', 'connections.0.name: letters', 'connections.0.url: a URL that begins with mqtt://', 'connections.0.subscriptions.0.topic: # stands for the rest',
      'connections.0.subscriptions.0.payload.form', 'connections.0: Unrecognized key: "pasword"', 'connections.1.security: mode None and policy None', 'connections.1.nodes.T', 'connections.2.signal: say which', 'connections.3.kind',
    ]) expect(message).toContain(line)
  })

  it('says that a name stands twice, that a placeholder is no level, and that it is no JSON', () => {
    const one = { kind: 'mqtt', name: 'a', url: 'mqtt://b', subscriptions: [{ topic: 'p/{t}', signal: '{u}' }] }
    expect(refusal({ gateway, connections: [one] })).toContain('connections.0.subscriptions.0.signal: {u} is no level of the topic')
    expect(refusal({ gateway, connections: [0, 1].map(() => ({ ...one, subscriptions: [{ topic: 'p', signal: 't' }] })) })).toContain('connections.1.name: "a" stands twice')
    expect(refusal('{')).toContain('no JSON')
  })

  it('names the files and variables that are not there, takes files as beside it, and holds no secret itself', () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'connectors-config-'))
    const source = path.join(folder, 'c.json')
    const connections = [{ kind: 'mqtt', name: 'a', url: 'mqtt://b', username: 'u', passwordFile: 'pw', subscriptions: [{ topic: 'p', signal: 't' }] }]
    writeFileSync(source, JSON.stringify({ gateway, connections }))
    expect(() => loadConfig(source, () => undefined)).toThrow(/gateway.apiKeyEnv: the variable KEY is not set\n {2}connections.0.passwordFile: there is no file .*pw/)
    writeFileSync(path.join(folder, 'pw'), 'secret\n')
    const { config, readSecret } = loadConfig(source, (name) => (name === 'KEY' ? 'mrk_x' : undefined))
    expect(config.folder).toBe(path.join(folder, 'connectors-data'))
    expect(readSecret({ file: (config.connections[0] as { passwordFile: string }).passwordFile })).toBe('secret')
    expect(readSecret({ env: config.gateway.apiKeyEnv })).toBe('mrk_x')
    expect(() => loadConfig(path.join(folder, 'none.json'), () => undefined)).toThrow('cannot be read')
    expect(refusal({ gateway: { ...gateway, apiKey: 'mrk_x' }, connections })).toContain('gateway: Unrecognized key: "apiKey"')
    rmSync(folder, { recursive: true })
  })
})

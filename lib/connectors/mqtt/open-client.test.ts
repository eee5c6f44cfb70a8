import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { OPCUACertificateManager } from 'node-opcua-certificate-manager'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadConfig } from '@/lib/connectors/config'
import { runConnectors } from '@/lib/connectors/run-connectors'
import { freePort } from '@/lib/testing/gateway-process'
import { mqttBroker } from '@/lib/testing/mqtt-broker'

let folder: string
let broker: Awaited<ReturnType<typeof mqttBroker>>
const seen: { username?: string; password?: string }[] = []

/** A key and a certificate that signs itself, as PEM files `<name>.key` and `<name>.pem`. */
async function certificate(name: string) {
  const pki = new OPCUACertificateManager({ rootFolder: path.join(folder, name), disableFileWatchers: true })
  await pki.initialize()
  const outputFile = path.join(folder, `${name}.pem`)
  await pki.createSelfSignedCertificate({ applicationUri: `urn:${name}`, subject: `/CN=${name}`, dns: ['localhost'], ip: ['127.0.0.1'], startDate: new Date(Date.now() - 60_000), validity: 2, outputFile })
  copyFileSync(pki.privateKey, path.join(folder, `${name}.key`))
  await pki.dispose()
}

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'open-client-'))
  for (const name of ['broker', 'connector', 'stranger']) await certificate(name)
  const pem = (name: string) => readFileSync(path.join(folder, name))
  broker = await mqttBroker({ key: pem('broker.key'), cert: pem('broker.pem'), ca: pem('connector.pem'), requestCert: true, rejectUnauthorized: true })
  broker.aedes.authenticate = (_client, username, password, done) => {
    seen.push({ username, password: password?.toString() })
    done(null, username === 'millrace' && password?.toString() === 'let me in')
  }
  writeFileSync(path.join(folder, 'password'), 'let me in\n')
})
afterAll(async () => {
  await broker.stop()
  rmSync(folder, { recursive: true })
})

async function reaches(connection: object, until: (ok: boolean, said: string) => boolean): Promise<string> {
  const port = await freePort()
  const file = path.join(folder, 'c.json')
  writeFileSync(file, JSON.stringify({ folder: `data-${port}`, status: { port }, gateway: { url: 'http://127.0.0.1:9', apiKeyEnv: 'KEY' }, connections: [{ kind: 'mqtt', name: 'm', url: broker.url, version: 4, subscriptions: [{ topic: 'p', signals: { p: 'p' } }], ...connection }] }))
  const { config, readSecret } = loadConfig(file, () => 'mrk_x')
  let said = ''
  const running = await runConnectors(config, readSecret, pino({}, { write: (line: string) => void (said += line) }))
  try {
    for (let tries = 0; tries < 200; tries++) {
      const { ok } = (await (await fetch(`http://127.0.0.1:${port}/health`)).json()) as { ok: boolean }
      if (until(ok, said)) return said
      await wait(25)
    }
    throw new Error(`not reached: ${said}`)
  } finally {
    await running.stop()
  }
}
const own = { username: 'millrace', passwordFile: 'password', caFile: 'broker.pem', certificateFile: 'connector.pem', keyFile: 'connector.key' }

describe('a connection to a broker', () => {
  it('shows its certificate, its name and the password of the file, and checks the broker’s certificate', async () => {
    await reaches(own, (ok) => ok)
    expect(seen.at(-1)).toEqual({ username: 'millrace', password: 'let me in' })
  })

  it.each<[string, object, RegExp]>([
    ['a broker whose certificate it was not told to trust', { ...own, caFile: 'stranger.pem' }, /certificate|verify/i],
    ['a broker that does not know its password', { ...own, passwordFile: undefined, passwordEnv: 'OTHER' }, /not authorized/i],
  ])('says once why it cannot use %s, and tries on', async (_, connection, why) => {
    const said = await reaches(connection, (ok, words) => !ok && why.test(words))
    expect(said.match(/the broker cannot be used/g)).toHaveLength(1)
  })
})

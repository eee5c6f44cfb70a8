import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { isPublicAddress } from '@/lib/http/public-address'
import { checkUrl, type Resolved, safeFetch, type SafeFetchOptions } from '@/lib/http/safe-fetch'

const servers: http.Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

/** A server on this machine that counts who comes. */
async function serve(answer: http.RequestListener): Promise<{ port: number; seen: http.IncomingMessage[] }> {
  const seen: http.IncomingMessage[] = []
  const server = http.createServer((request, response) => {
    seen.push(request)
    answer(request, response)
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { port: (server.address() as AddressInfo).port, seen }
}

const post = (url: string, options: Partial<SafeFetchOptions> = {}) => safeFetch(url, { headers: { 'content-type': 'application/json' }, body: '{}', privateNetworks: false, ...options })
const leadsTo = (...addresses: string[]) => async (): Promise<Resolved[]> => addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))

describe('public addresses', () => {
  it.each([
    '127.0.0.1', '127.255.0.1', '10.1.2.3', '172.16.0.1', '192.168.1.1', '169.254.169.254', '100.64.0.1', '0.0.0.0', '255.255.255.255', '224.0.0.1', '240.0.0.1', '192.0.2.1', '198.18.0.1',
    '::', '::1', '::ffff:127.0.0.1', '::ffff:8.8.8.8', '64:ff9b::7f00:1', '64:ff9b:1::1', '2002:7f00:1::', '2001:0:1::', 'fe80::1', 'fec0::1', 'fc00::1', 'fd00:ec2::254', 'ff02::1', '2001:db8::1', '5f00::1', '::127.0.0.1', 'nonsense', '',
  ])('do not include %s', (address) => {
    expect(isPublicAddress(address)).toBe(false)
  })
  it.each(['8.8.8.8', '1.1.1.1', '193.0.6.139', '2606:4700:4700::1111', '2a00:1450:4001:81b::200e'])('include %s', (address) => {
    expect(isPublicAddress(address)).toBe(true)
  })
})

describe('an address that somebody wrote', () => {
  it.each([
    ['http://example.com/', /https/],
    ['ftp://example.com/', /https/],
    ['file:///etc/passwd', /https/],
    ['https://user:secret@example.com/', /name or password/],
    ['https://example.com:22/', /port 22/],
    ['https://example.com:5432/', /port 5432/],
    ['https://2130706433/', /127\.0\.0\.1/],
    ['https://0177.0.0.1/', /127\.0\.0\.1/],
    ['https://0x7f.1/', /127\.0\.0\.1/],
    ['https://127.1/', /127\.0\.0\.1/],
    ['https://169.254.169.254/latest/meta-data/', /169\.254/],
    ['https://[::ffff:127.0.0.1]/', /::ffff/],
    ['https://[::1]/', /::1/],
    ['https://[64:ff9b::a9fe:a9fe]/', /64:ff9b/],
    ['https://①②⑦.⓪.⓪.①/', /127\.0\.0\.1/],
    ['not a url', /not a URL/],
  ])('%s is refused before anybody is asked', (address, why) => {
    expect(checkUrl(address, false)).toMatchObject({ ok: false, why: expect.stringMatching(why) })
  })

  it('of the public Internet is taken, on the two usual ports', () => {
    for (const address of ['https://hooks.example.com/T0/B0', 'https://example.com:8443/', 'https://8.8.8.8/']) expect(checkUrl(address, false).ok).toBe(true)
  })

  it('of the plant’s own network is taken only where that is allowed, and metadata never', () => {
    for (const address of ['http://192.168.1.20:1880/alarm', 'https://10.0.0.5:9443/']) {
      expect(checkUrl(address, false).ok).toBe(false)
      expect(checkUrl(address, true).ok).toBe(true)
    }
    for (const address of ['http://169.254.169.254/', 'http://[fe80::1]/', 'http://0.0.0.0/', 'http://[::ffff:169.254.169.254]/']) expect(checkUrl(address, true).ok).toBe(false)
  })
})

describe('a request', () => {
  it('does not reach this machine by a name', async () => {
    const { port, seen } = await serve((_, response) => response.end('secret'))
    expect(await post('https://localhost:8443/')).toMatchObject({ kind: 'refused' })
    // Not every machine knows the name with a dot; where it does, it is refused.
    expect((await post('https://localhost.:8443/')).kind).not.toBe('answered')
    expect(await post('https://localhost.:8443/', { resolve: leadsTo('127.0.0.1') })).toMatchObject({ kind: 'refused' })
    expect(await post('https://innocent.example/', { resolve: leadsTo('127.0.0.1') })).toMatchObject({ kind: 'refused', why: expect.stringContaining('127.0.0.1') })
    expect(await post('https://half.example/', { resolve: leadsTo('8.8.8.8', '10.0.0.1') })).toMatchObject({ kind: 'refused' })
    expect(await post(`http://meta.example:${port}/`, { privateNetworks: true, resolve: leadsTo('169.254.169.254') })).toMatchObject({ kind: 'refused' })
    expect(seen).toEqual([])
  })

  it('goes to the address that was checked, and asks for it once', async () => {
    const { port, seen } = await serve((_, response) => response.end('ok'))
    let asked = 0
    // The second answer would lead elsewhere: nobody asks for it.
    const rebinding = async () => (asked++ === 0 ? [{ address: '127.0.0.1', family: 4 }] : [{ address: '169.254.169.254', family: 4 }])
    expect(await post(`http://rebind.example:${port}/hook`, { privateNetworks: true, resolve: rebinding })).toMatchObject({ kind: 'answered', status: 200, body: 'ok' })
    expect(asked).toBe(1)
    expect(seen.map(({ headers, url }) => [headers.host, url])).toEqual([[`rebind.example:${port}`, '/hook']])
    // Public first and private then: it goes to the public one, of a network that is no more, or nowhere.
    const turned = async () => (asked++ === 1 ? leadsTo('3ffe:ffff::1')() : leadsTo('127.0.0.1')())
    expect(await post('https://rebind.example:8443/', { resolve: turned, deadlineMs: 300 })).toMatchObject({ kind: 'unreachable' })
    expect([asked, seen.length]).toEqual([2, 1])
  })

  it('follows no redirect', async () => {
    const inside = await serve((_, response) => response.end('secret'))
    const { port } = await serve((_, response) => response.writeHead(302, { location: `http://127.0.0.1:${inside.port}/` }).end())
    expect(await post(`http://127.0.0.1:${port}/`, { privateNetworks: true })).toMatchObject({ kind: 'answered', status: 302 })
    expect(inside.seen).toEqual([])
  })

  it('waits no longer than its deadline, for a name, for an answer and for a body', async () => {
    const hanging = await serve(() => undefined)
    expect(await post(`http://127.0.0.1:${hanging.port}/`, { privateNetworks: true, deadlineMs: 200 })).toEqual({ kind: 'unreachable', why: 'no answer within 0.2 s' })
    expect(await post('https://slow.example/', { resolve: () => new Promise(() => undefined), deadlineMs: 100 })).toEqual({ kind: 'unreachable', why: 'no answer within 0.1 s' })
    const dripping = await serve((_, response) => {
      response.write('be')
      setTimeout(() => response.write('gun'), 50)
    })
    const started = Date.now()
    expect(await post(`http://127.0.0.1:${dripping.port}/`, { privateNetworks: true, deadlineMs: 300 })).toMatchObject({ kind: 'answered', status: 200, body: 'begun' })
    expect(Date.now() - started).toBeLessThan(2000)
  })

  it('reads no more than 4 kB of what comes back', async () => {
    let written = 0
    const { port } = await serve((_, response) => {
      const chunk = Buffer.alloc(65_536, 'x')
      const pour = () => {
        while (!response.destroyed && response.write(chunk)) written += chunk.length
        if (!response.destroyed) response.once('drain', pour)
      }
      pour()
    })
    const answer = await post(`http://127.0.0.1:${port}/`, { privateNetworks: true })
    expect(answer.kind === 'answered' && answer.body.length).toBe(4096)
    expect(written).toBeLessThan(50 * 2 ** 20)
  })

  it('says that a name has no address, and that nobody listens', async () => {
    const nobody = async () => Promise.reject(new Error('ENOTFOUND'))
    expect(await post('https://nowhere.example/', { resolve: nobody })).toEqual({ kind: 'unreachable', why: 'nowhere.example has no address' })
    const { port } = await serve(() => undefined)
    servers.pop()!.close()
    expect(await post(`http://127.0.0.1:${port}/`, { privateNetworks: true })).toEqual({ kind: 'unreachable', why: 'the connection failed (ECONNREFUSED)' })
  })
})

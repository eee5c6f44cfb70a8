import { lookup } from 'node:dns/promises'
import http from 'node:http'
import https from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { isOwnNetwork, isPublicAddress } from '@/lib/http/public-address'

export interface Resolved {
  address: string
  family: number
}

export interface SafeFetchOptions {
  headers: Record<string, string>
  body: string
  /** Own networks, plain http and any port are allowed too. */
  privateNetworks: boolean
  deadlineMs?: number
  resolve?: (host: string) => Promise<Resolved[]>
}

/**
 * - answered: the receiver said something, whatever it was.
 * - refused: not sent, and would not be sent the next time either.
 * - unreachable: no answer; trying again makes sense, and it may have arrived all the same.
 */
export type SafeAnswer =
  | { kind: 'answered'; status: number; headers: http.IncomingHttpHeaders; body: string }
  | { kind: 'refused'; why: string }
  | { kind: 'unreachable'; why: string }

export const usualDeadlineMs = 10_000
const mostBodyBytes = 4096
const publicPorts = ['', '443', '8443']
const resolveAll = (host: string): Promise<Resolved[]> => lookup(host, { all: true })

/**
 * Posts to an address that a customer wrote. The name is resolved once, every address it has must be public, and the
 * connection goes to one of those addresses and to no other (no rebinding). No redirect is followed, no proxy asked.
 */
export async function safeFetch(address: string, options: SafeFetchOptions): Promise<SafeAnswer> {
  const checked = checkUrl(address, options.privateNetworks)
  if (!checked.ok) return { kind: 'refused', why: checked.why }
  const deadlineMs = options.deadlineMs ?? usualDeadlineMs
  const deadline = AbortSignal.timeout(deadlineMs)
  const tooLate = `no answer within ${deadlineMs / 1000} s`
  const found = await resolveWithin(checked.url, options.resolve ?? resolveAll, deadline)
  if (!found) return { kind: 'unreachable', why: deadline.aborted ? tooLate : `${checked.url.hostname} has no address` }
  const forbidden = found.find((one) => !isAllowed(one.address, options.privateNetworks))
  if (forbidden) return { kind: 'refused', why: `${checked.url.hostname} leads to ${forbidden.address}, which is not an address of the public Internet` }
  return post(checked.url, found, options, deadline).catch((error: unknown) => ({ kind: 'unreachable', why: deadline.aborted ? tooLate : reasonOf(error) }))
}

/** What can be said of an address before anybody is asked for it. */
export function checkUrl(address: string, privateNetworks: boolean): { ok: true; url: URL } | { ok: false; why: string } {
  const refuse = (why: string) => ({ ok: false as const, why })
  if (!URL.canParse(address)) return refuse('it is not a URL')
  const url = new URL(address)
  if (url.protocol !== 'https:' && !(privateNetworks && url.protocol === 'http:')) return refuse('it does not begin with https://')
  if (url.username || url.password) return refuse('it carries a name or password')
  if (!privateNetworks && !publicPorts.includes(url.port)) return refuse(`port ${url.port} is not 443 or 8443`)
  const literal = plainHost(url)
  if (isIP(literal) && !isAllowed(literal, privateNetworks)) return refuse(`${literal} is not an address of the public Internet`)
  return { ok: true, url }
}

const isAllowed = (address: string, privateNetworks: boolean) => isPublicAddress(address) || (privateNetworks && isOwnNetwork(address))
/** WHATWG has made decimal, octal and hexadecimal IPv4 addresses plain by then. */
const plainHost = ({ hostname }: URL) => hostname.replace(/^\[(.*)\]$/, '$1')

async function resolveWithin(url: URL, resolve: NonNullable<SafeFetchOptions['resolve']>, deadline: AbortSignal): Promise<Resolved[] | null> {
  const host = plainHost(url)
  const family = isIP(host)
  if (family) return [{ address: host, family }]
  const late = new Promise<null>((done) => deadline.addEventListener('abort', () => done(null)))
  const found = await Promise.race([late, resolve(host).catch(() => null)])
  return found && found.length > 0 ? found : null
}

function post(url: URL, found: Resolved[], { headers, body }: SafeFetchOptions, signal: AbortSignal): Promise<SafeAnswer> {
  const pinned: LookupFunction = (_, { all }, done) => (all ? done(null, found) : done(null, found[0]!.address, found[0]!.family))
  return new Promise((resolve, reject) => {
    const { request } = url.protocol === 'https:' ? https : http
    // No agent: a connection kept open, or a proxy set for the process, would go where nobody looked.
    const sent = request(url, { method: 'POST', agent: false, lookup: pinned, signal, headers: { ...headers, 'content-length': Buffer.byteLength(body) } })
    let answered = false
    sent.on('error', (error) => answered || reject(error))
    sent.on('response', (response) => {
      answered = true
      void readSome(response).then((text) => {
        sent.destroy()
        resolve({ kind: 'answered', status: response.statusCode ?? 0, headers: response.headers, body: text })
      })
    })
    sent.end(body)
  })
}

/** The beginning of the body. With the status it has answered: a body that never ends or breaks off changes nothing. */
async function readSome(response: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      chunks.push(chunk)
      bytes += chunk.length
      if (bytes >= mostBodyBytes) break
    }
  } catch {
    // The deadline, or the receiver hung up.
  }
  return Buffer.concat(chunks).subarray(0, mostBodyBytes).toString('utf8')
}

function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  return code ? `the connection failed (${code})` : `the connection failed: ${message}`
}

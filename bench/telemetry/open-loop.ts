import { connect, type Socket } from 'node:net'
import { percentile } from '../statistics'
import type { Prepared } from './requests'

export interface Sent {
  /** Requests by status; 0 where the connection broke or no answer came. */
  statuses: Record<number, number>
  /** Readings that were answered 2xx within the time, and in all. */
  acknowledged: number
  acknowledgedInAll: number
  offered: number
  /** From when it was due until it was answered: what waits for a connection counts. */
  latencyMs: { p50: number; p99: number; p999: number; max: number }
  /** Most requests that waited for a connection. */
  mostWaiting: number
}

interface Flight {
  prepared: Prepared
  dueAt: number
}

const patienceMs = 10_000

/**
 * Sends everything when it is due, whether or not earlier requests were answered: a slow server meets the same load as a
 * quick one. At most `connections` at once; what finds none waits, and its time counts.
 */
export class OpenLoop {
  #idle: Socket[] = []
  #sockets = new Set<Socket>()
  #waiting: Flight[] = []
  #open = 0
  #latencies: number[] = []
  #sent: Sent = { statuses: {}, acknowledged: 0, acknowledgedInAll: 0, offered: 0, latencyMs: { p50: 0, p99: 0, p999: 0, max: 0 }, mostWaiting: 0 }
  #endAt = 0

  constructor(private readonly port: number, private readonly connections: number) {}

  async run(all: Prepared[], seconds: number): Promise<Sent> {
    const startAt = performance.now()
    this.#endAt = startAt + seconds * 1000
    let next = 0
    await new Promise<void>((resolve) => {
      const timer = setInterval(() => {
        const now = performance.now()
        while (next < all.length && startAt + all[next]!.dueMs <= now) {
          const prepared = all[next++]!
          this.#sent.offered += prepared.readings
          this.#dispatch({ prepared, dueAt: startAt + prepared.dueMs })
        }
        const done = next === all.length && this.#open === 0 && this.#waiting.length === 0
        if (!done && now < this.#endAt + patienceMs) return
        clearInterval(timer)
        resolve()
      }, 1)
    })
    this.#count(0, this.#open + this.#waiting.length)
    // What was not answered in time is given up: it would be a load upon the next repetition.
    this.#waiting = []
    this.#sockets.forEach((socket) => socket.removeAllListeners().on('error', () => undefined).destroy())
    const latencyMs = { p50: percentile(this.#latencies, 0.5), p99: percentile(this.#latencies, 0.99), p999: percentile(this.#latencies, 0.999), max: percentile(this.#latencies, 1) }
    return { ...this.#sent, latencyMs }
  }

  #dispatch(flight: Flight): void {
    const socket = this.#idle.pop() ?? (this.#sockets.size < this.connections ? this.#connect() : undefined)
    if (socket) return this.#send(socket, flight)
    this.#waiting.push(flight)
    this.#sent.mostWaiting = Math.max(this.#sent.mostWaiting, this.#waiting.length)
  }

  #connect(): Socket {
    const socket = connect(this.port, '127.0.0.1').setNoDelay(true)
    this.#sockets.add(socket)
    return socket
  }

  #send(socket: Socket, { prepared, dueAt }: Flight): void {
    this.#open++
    let answer = ''
    const finish = (status: number, keep: boolean) => {
      socket.removeAllListeners()
      // A broken connection says so once more when it is closed.
      socket.on('error', () => undefined)
      this.#open--
      this.#count(status, 1)
      const now = performance.now()
      if (status >= 200 && status < 300) {
        this.#latencies.push(now - dueAt)
        this.#sent.acknowledgedInAll += prepared.readings
        if (now <= this.#endAt) this.#sent.acknowledged += prepared.readings
      }
      if (keep) this.#idle.push(socket)
      else {
        this.#sockets.delete(socket)
        socket.destroy()
      }
      const next = this.#waiting.shift()
      if (next) this.#dispatch(next)
    }
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1')
      const head = answer.indexOf('\r\n\r\n')
      if (head < 0) return
      const length = Number(/content-length: (\d+)/i.exec(answer)?.[1] ?? 0)
      if (answer.length >= head + 4 + length) finish(Number(answer.slice(9, 12)), !/connection: close/i.test(answer))
    })
    socket.on('error', () => finish(0, false))
    socket.on('close', () => finish(0, false))
    socket.write(prepared.bytes)
  }

  #count(status: number, requests: number): void {
    if (requests > 0) this.#sent.statuses[status] = (this.#sent.statuses[status] ?? 0) + requests
  }
}

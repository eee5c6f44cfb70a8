import { setTimeout as wait } from 'node:timers/promises'
import { z } from 'zod'

const callMs = 10_000
const jobs = z.object({ jobs: z.array(z.object({ jid: z.string(), name: z.string(), state: z.string(), 'start-time': z.number() })) })
const checkpoints = z.object({ latest: z.object({ completed: z.object({ external_path: z.string(), latest_ack_timestamp: z.number() }).nullish() }) })

export interface FlinkJob {
  id: string
  name: string
  /** RUNNING, RESTARTING, FAILED, … as Flink says. */
  state: string
  startedAt: number
}

const ended = ['CANCELED', 'FINISHED', 'FAILED']

/** Flink by its REST API. */
export class FlinkCluster {
  readonly #url: string

  constructor(url: string) {
    this.#url = url.replace(/\/+$/, '')
  }

  /** The newest of that name that is not ended. */
  async find(name: string): Promise<FlinkJob | undefined> {
    const all = jobs.parse(await this.#ask('GET', '/jobs/overview')).jobs
    const living = all.filter((job) => job.name === name && !ended.includes(job.state)).sort((a, b) => b['start-time'] - a['start-time'])
    return living[0] && { id: living[0].jid, name, state: living[0].state, startedAt: living[0]['start-time'] }
  }

  /** Where the last complete checkpoint lies and when it was complete. */
  async lastCheckpoint(id: string): Promise<{ path: string; at: number } | null> {
    const { completed } = checkpoints.parse(await this.#ask('GET', `/jobs/${id}/checkpoints`)).latest
    return completed ? { path: completed.external_path, at: completed.latest_ack_timestamp } : null
  }

  /** Whether every task of the job runs: the job itself says so while they are still being deployed. */
  async runs(id: string): Promise<boolean> {
    const job = z.object({ state: z.string(), vertices: z.array(z.object({ status: z.string() })) }).parse(await this.#ask('GET', `/jobs/${id}`))
    return job.state === 'RUNNING' && job.vertices.every(({ status }) => status === 'RUNNING')
  }

  /** Ends the job after everything that it took is in a savepoint. @returns where that lies. */
  async stopWithSavepoint(id: string, deadlineMs = 120_000): Promise<string> {
    const { 'request-id': trigger } = z.object({ 'request-id': z.string() }).parse(await this.#ask('POST', `/jobs/${id}/stop`, { drain: false }))
    const answer = z.object({ status: z.object({ id: z.string() }), operation: z.object({ location: z.string().nullish(), 'failure-cause': z.unknown().optional() }).nullish() })
    for (const deadline = Date.now() + deadlineMs; Date.now() < deadline; await wait(200)) {
      const { status, operation } = answer.parse(await this.#ask('GET', `/jobs/${id}/savepoints/${trigger}`))
      if (status.id !== 'COMPLETED') continue
      if (!operation?.location) throw new Error(`The job made no savepoint: ${JSON.stringify(operation?.['failure-cause']).slice(0, 500)}`)
      return operation.location
    }
    throw new Error(`The job made no savepoint within ${deadlineMs / 1000} s; it runs on.`)
  }

  async cancel(id: string): Promise<void> {
    await this.#ask('PATCH', `/jobs/${id}?mode=cancel`)
    for (let tries = 0; tries < 300; tries++) {
      const { state } = z.object({ state: z.string() }).parse(await this.#ask('GET', `/jobs/${id}`))
      if (ended.includes(state)) return
      await wait(100)
    }
    throw new Error(`The job ${id} does not end.`)
  }

  async #ask(method: string, place: string, body?: object): Promise<unknown> {
    const response = await fetch(`${this.#url}${place}`, { method, headers: { 'content-type': 'application/json' }, body: body && JSON.stringify(body), signal: AbortSignal.timeout(callMs) })
    const text = await response.text()
    if (!response.ok) throw new Error(`Flink answered ${response.status} to ${method} ${place}: ${text.slice(0, 500)}`)
    return text ? (JSON.parse(text) as unknown) : {}
  }
}

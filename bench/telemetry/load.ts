import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import type { LoadOrder, LoadReport } from './load-process'
import type { Sent } from './open-loop'

export interface Load {
  requests: number
  megabytes: number
  /** Sends it all. */
  run(): Promise<Sent>
}

/** A load that is built and waits to be sent. */
export async function prepareLoad(order: LoadOrder): Promise<Load> {
  const child = fork(path.join(import.meta.dirname, 'load-process.ts'), { execArgv: ['--import', 'tsx', '--max-old-space-size=4096'] })
  child.send(order)
  const { ready } = (await next(child)) as Extract<LoadReport, { ready: unknown }>
  return {
    ...ready,
    async run() {
      child.send('go')
      return ((await next(child)) as Extract<LoadReport, { sent: unknown }>).sent
    },
  }
}

async function next(child: ChildProcess): Promise<LoadReport> {
  const ended = once(child, 'exit').then(() => Promise.reject(new Error('the load ended before it reported')))
  ended.catch(() => undefined)
  return (await Promise.race([once(child, 'message').then(([report]) => report as LoadReport), ended]))
}

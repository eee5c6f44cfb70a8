import { readFileSync } from 'node:fs'
import type { Form } from './requests'

/** What takes readings and keeps them: the product in one of its profiles, or a peer. */
export interface Contender {
  name: string
  forms: Form[]
  path: string
  /** What it does for a request, so that figures are compared for what they are. */
  does: string
  start(): Promise<RunningContender>
}

export interface RunningContender {
  port: number
  pid: number
  /** Readings that can be asked for. */
  stored(): Promise<number>
  stop(): Promise<void>
}

/** Most memory that the process ever had. */
export function peakMegabytes(pid: number): number {
  const [, kilobytes] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Number(kilobytes) / 1024
}

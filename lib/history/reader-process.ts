import { type ChildProcess, fork } from 'node:child_process'
import { below } from '@/lib/below'
import { historyLimits } from '@/lib/history/limits'
import { Unreadable } from '@/lib/history/look-at-file'
import type { FromReader, ToReader } from '@/lib/history/protocol'

type Answer<K extends FromReader['kind']> = Extract<FromReader, { kind: K }>

/** A process that reads one file of a person and has nothing to lose. It gets no environment. */
export class ReaderProcess {
  private readonly child: ChildProcess
  /** Told of each progress, 0..1. */
  onProgress: (ratio: number) => void = () => undefined

  /** Spills into `folder`. */
  constructor(folder: string) {
    this.child = fork(below(process.cwd(), 'workers', 'history-reader.ts'), [folder], {
      execArgv: ['--import', 'tsx', '--max-old-space-size=256'],
      env: { NODE_ENV: 'production', TZ: 'UTC' },
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
  }

  /** @throws Unreadable when the file is the cause; any other error when the process ended or took too long. */
  ask<K extends FromReader['kind']>(message: ToReader, wanted: K): Promise<Answer<K>> {
    return new Promise((resolve, reject) => {
      const done = () => {
        clearTimeout(timer)
        this.child.off('message', take).off('exit', ended).off('error', fail)
      }
      const fail = (error: Error) => {
        done()
        reject(error)
      }
      const ended = (code: number | null, signal: string | null) => fail(new Error(`the reader of history ended (${signal ?? code})`))
      const take = (answer: FromReader) => {
        if (answer.kind === 'progress') return this.onProgress(answer.ratio)
        if (answer.kind === 'failed') return fail(new Unreadable(answer.reason))
        done()
        if (answer.kind === wanted) resolve(answer as Answer<K>)
        else reject(new Error(`asked for ${wanted}, the reader answered ${answer.kind}`))
      }
      const timer = setTimeout(() => fail(new Unreadable(`The file was not read within ${historyLimits.deadlineMs / 60_000} minutes. Split it.`)), historyLimits.deadlineMs)
      this.child.on('message', take).on('exit', ended).on('error', fail)
      this.child.send(message, (error) => error && fail(error))
    })
  }

  close(): void {
    this.child.kill('SIGKILL')
  }
}

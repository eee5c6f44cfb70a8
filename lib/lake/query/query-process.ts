import { type ChildProcess, fork } from 'node:child_process'
import { below } from '@/lib/below'

const holder = globalThis as typeof globalThis & { millraceSpareQuery?: ChildProcess }

/**
 * A process that answers one question. One is always kept waiting: starting it would take longer than most questions.
 * It gets no environment: settings and secrets stay here. `cryptoFile` is the extension that files are sealed with.
 */
export function takeQueryProcess(cryptoFile: string | null): ChildProcess {
  const spare = holder.millraceSpareQuery
  const taken = spare?.connected ? spare : start(cryptoFile)
  holder.millraceSpareQuery = start(cryptoFile)
  return taken
}

export function stopSpareQuery(): void {
  holder.millraceSpareQuery?.kill('SIGKILL')
  holder.millraceSpareQuery = undefined
}

function start(cryptoFile: string | null): ChildProcess {
  const child = fork(below(process.cwd(), 'workers', 'lake-query.ts'), cryptoFile ? [cryptoFile] : [], {
    execArgv: ['--import', 'tsx', '--max-old-space-size=256'],
    env: { NODE_ENV: 'production', TZ: 'UTC' },
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  child.unref()
  child.channel?.unref()
  return child
}

import { type ChildProcess, fork } from 'node:child_process'
import { below } from '@/lib/below'

const holder = globalThis as typeof globalThis & { millraceSpareQuery?: ChildProcess }

/** So long a question has the processor for itself: it is answered before the next process would be up. */
const aloneMs = 1000

export interface QueryProcess {
  child: ChildProcess
  end(): void
}

/**
 * A process that answers one question. One is kept waiting: starting it would take longer than most questions, and slow down
 * the one that is being answered. It gets no environment: settings and secrets stay here. `cryptoFile` is the extension that
 * files are sealed with.
 */
export function takeQueryProcess(cryptoFile: string | null): QueryProcess {
  const spare = holder.millraceSpareQuery
  holder.millraceSpareQuery = undefined
  const child = spare?.connected ? spare : start(cryptoFile)
  const keepSpare = () => {
    if (!holder.millraceSpareQuery?.connected) holder.millraceSpareQuery = start(cryptoFile)
  }
  const timer = setTimeout(keepSpare, aloneMs).unref()
  return {
    child,
    end() {
      clearTimeout(timer)
      child.removeAllListeners()
      child.kill('SIGKILL')
      keepSpare()
    },
  }
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

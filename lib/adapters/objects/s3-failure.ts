import { S3ServiceException } from '@aws-sdk/client-s3'
import { type Failure, failed, type Outcome } from '@/lib/adapters/outcome'

/** AWS error names that mean: it is not there. */
export const missing = ['NoSuchBucket', 'NoSuchKey', 'NotFound', 'NoSuchEntityException', 'NoSuchEntity', 'NoSuchUpload']

export const isNamed = (error: unknown, ...names: string[]): boolean => error instanceof Error && names.includes(error.name)

/** Undefined when the store says that it is not there; any other error is the caller's. */
export const unlessMissing = <T>(work: Promise<T>): Promise<T | undefined> =>
  work.catch((error: unknown) => {
    if (isNamed(error, ...missing)) return undefined
    throw error
  })

/** Runs `call` with a deadline. What the store throws becomes a failure that the reconciler can branch on. */
export async function asking<T>(deadlineMs: number, call: (signal: AbortSignal) => Promise<Outcome<T>>): Promise<Outcome<T>> {
  const signal = AbortSignal.timeout(deadlineMs)
  try {
    return await call(signal)
  } catch (error) {
    if (signal.aborted) return failed('timeout', `the object store did not answer within ${Math.round(deadlineMs / 1000)} s`)
    return failed(kindOf(error), `the object store: ${sayingOf(error)}`)
  }
}

function kindOf(error: unknown): Failure['kind'] {
  if (isNamed(error, 'TimeoutError')) return 'timeout'
  const status = (error as Partial<S3ServiceException>).$metadata?.httpStatusCode
  // Without a status nobody answered. A key that was just made may not be known everywhere yet.
  if (!status || status >= 500 || status === 429 || isNamed(error, 'InvalidAccessKeyId')) return 'unavailable'
  return 'refused'
}

function sayingOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const status = (error as Partial<S3ServiceException>).$metadata?.httpStatusCode
  return `${error.name === 'Error' ? '' : `${error.name}: `}${error.message || (error as NodeJS.ErrnoException).code}${status ? ` (${status})` : ''}`
}

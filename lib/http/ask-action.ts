import { unstable_rethrow } from 'next/navigation'
import type { ActionResult } from '@/lib/http/action'

/** Calls a server action from a form. A portal that does not answer is a refusal like any other: the form stays, and stays usable. */
export async function askAction<I, T>(action: (input: I) => Promise<ActionResult<T>>, input: I): Promise<ActionResult<T>> {
  try {
    return await action(input)
  } catch (error) {
    // A redirect travels as an error.
    unstable_rethrow(error)
    return { ok: false, message: 'The portal did not answer. What you typed is still here: try again in a moment.' }
  }
}

import { SpanKind } from '@opentelemetry/api'
import { headers } from 'next/headers'
import { z } from 'zod'
import { type Capability, mayEnter } from '@/lib/auth/capabilities'
import { currentPerson } from '@/lib/auth/current-person'
import type { Person } from '@/lib/auth/person'
import { Refusal } from '@/lib/http/problem'
import { requestIdOf, withLogContext } from '@/lib/observe/context'
import { inSpan } from '@/lib/observe/tracing'
import { system } from '@/lib/system'

export type ActionResult<T = undefined> =
  | { ok: true; value: T }
  | { ok: false; message: string; fields?: Record<string, string>; requestId?: string }

interface ActionCall<I> {
  input: I
  person: Person | null
  address: string
}

/** For bounds that name no words of their own: what to do instead, not what the checker found. */
function plainWords(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.origin !== 'string') return undefined
  if (issue.code === 'too_big') return `Write at most ${issue.maximum} characters.`
  return issue.code === 'too_small' ? `Write at least ${issue.minimum} ${issue.minimum === 1 ? 'character' : 'characters'}.` : undefined
}

/** A server action: who asks and what they send are checked before `handle` sees it; a bug is logged and says nothing. */
export function action<I extends z.ZodType, T>(access: 'public' | Capability, input: I, handle: (call: ActionCall<z.output<I>>) => Promise<T>) {
  const answerTo = async (raw: z.input<I>, given: Headers, requestId: string): Promise<ActionResult<T>> => {
    const person = await currentPerson()
    if (access !== 'public' && (!person || !mayEnter(person.roles, access))) return { ok: false, message: 'Your session has ended or may not do this. Sign in again.' }
    if (person?.impersonation && access !== 'public') return { ok: false, message: `You look as ${person.name}: nothing can be changed. Stop in the bar at the top first.` }
    const parsed = input.safeParse(raw, { error: plainWords })
    if (!parsed.success) {
      const fields = Object.fromEntries(parsed.error.issues.map((issue) => [issue.path.join('.'), issue.message]))
      return { ok: false, message: Object.values(fields)[0] ?? 'Not valid.', fields }
    }
    try {
      const address = given.get('x-forwarded-for')?.split(',')[0]?.trim() ?? '127.0.0.1'
      return { ok: true, value: await handle({ input: parsed.data, person, address }) }
    } catch (error) {
      if (error instanceof Refusal) return { ok: false, message: error.detail }
      system().log.error({ err: error }, 'action failed')
      return { ok: false, message: 'That did not work, and nothing was changed. Try again.', requestId }
    }
  }
  return async (raw: z.input<I>): Promise<ActionResult<T>> => {
    const given = await headers()
    const requestId = requestIdOf(given)
    const work = () => inSpan('server action', { kind: SpanKind.SERVER, attributes: { 'millrace.request_id': requestId } }, () => answerTo(raw, given, requestId))
    return withLogContext({ requestId }, work)
  }
}

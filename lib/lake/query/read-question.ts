import { z } from 'zod'
import { mayEnter } from '@/lib/auth/capabilities'
import { currentCaller } from '@/lib/auth/current-person'
import type { Person } from '@/lib/auth/person'
import { notThere, Refusal } from '@/lib/http/problem'
import { system } from '@/lib/system'
import { hasFeature } from '@/lib/tenancy/features'

const question = z.object({ sql: z.string().trim().min(1, 'Write a query.').max(20_000, 'A query may have 20 000 characters.'), format: z.enum(['csv', 'parquet', 'arrow']).default('csv'), engine: z.enum(['duckdb', 'trino']).default('duckdb') })

/** Who asks, and what. @throws Refusal 401, 404, 403, 422 */
export async function readQuestion(request: Request, isTakenAway = false): Promise<{ person: Person } & z.output<typeof question>> {
  const person = await currentCaller(request)
  if (!person) throw new Refusal(401, 'Not signed in', 'Sign in and open the page again.')
  if (!mayEnter(person.roles, 'data.download') || (isTakenAway && !(await hasFeature(system(), person, 'data-export')))) throw notThere()
  if (person.impersonation) throw new Refusal(403, 'Only to look', 'You look as somebody else: ask in your own name.')
  const parsed = question.safeParse(await request.json().catch(() => ({})))
  if (!parsed.success) throw new Refusal(422, 'Not valid', parsed.error.issues[0]!.message)
  return { person, ...parsed.data }
}

import { failed, type Outcome } from '@/lib/adapters/outcome'

/** What every neighbour takes as a name: lower-case letters, digits and hyphens, at most 63, as in a host name. */
const resourceName = /^[a-z0-9][a-z0-9-]{0,62}$/

type Refusal = ReturnType<typeof failed>

/** The refusal of what is no name; null for a name. */
export const refusedName = (name: string): Refusal | null =>
  resourceName.test(name) ? null : failed('refused', `not a name: ${quoted(name)}`)

/** A call whose first argument is a name: what is no name never reaches `work`. */
export const forName =
  <Rest extends unknown[], R extends Outcome<unknown>>(work: (name: string, ...rest: Rest) => Promise<R>) =>
  async (name: string, ...rest: Rest): Promise<R | Refusal> =>
    refusedName(name) ?? work(name, ...rest)

/** For a message: readable whatever it holds, and short. */
export const quoted = (text: string): string => JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text)

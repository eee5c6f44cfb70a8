import { z } from 'zod'
import { mayManage } from '@/lib/auth/manager'
import type { Person } from '@/lib/auth/person'
import { action } from '@/lib/http/action'
import { notThere } from '@/lib/http/problem'

/** A server action on a tenant (`tenantId` in the input) by whoever may manage it; to others the tenant is not there. */
export function manageAction<S extends z.ZodRawShape, T>(shape: S, handle: (input: z.output<z.ZodObject<S & { tenantId: z.ZodString }>>, person: Person) => Promise<T>) {
  const input = z.object({ ...shape, tenantId: z.string().min(1).max(80) })
  return action('public', input, async ({ input: given, person }) => {
    const { tenantId } = given as { tenantId: string }
    if (!person || !mayManage(person, tenantId)) throw notThere()
    return handle(given as never, person)
  })
}

import type { TaskList } from 'graphile-worker'
import { reconcileAll } from '@/lib/demo/reconcile-all'
import { reconcileLease } from '@/lib/demo/reconcile-lease'
import { recordNotebookWork } from '@/lib/demo/record-notebook-work'
import { sendMail } from '@/lib/mail/send-mail'
import { sweepOutbox } from '@/lib/mail/sweep-outbox'
import { ensureStory, industries, removeUnusedStories, storyDateFor } from '@/lib/plant/stories'
import type { JobName, Jobs } from '@/lib/queue/jobs'
import type { System } from '@/lib/system'
import { removeDueTenants } from '@/lib/tenancy/remove-tenant'
import { checkNeighbours } from '@/lib/health/check-neighbours'

type Handlers = { [N in JobName]: (payload: Jobs[N]) => Promise<unknown> }

/** What each job does. Ids come in, everything else is loaded when the job runs. */
export function taskList(system: System, workerId: string): TaskList {
  const handlers: Handlers = {
    'reconcile-lease': ({ leaseId }) => reconcileLease(system, workerId, leaseId),
    'reconcile-all': async () => {
      await reconcileAll(system)
      await sweepOutbox(system)
      await checkNeighbours(system)
    },
    'send-mail': ({ mailId }) => sendMail(system, mailId),
    'remove-tenants': () => removeDueTenants(system),
    'record-notebook-work': () => recordNotebookWork(system),
    'ensure-stories': async () => {
      const now = system.clock.now()
      for (const industry of industries) await ensureStory(system, industry, storyDateFor(industry, now))
      await removeUnusedStories(system, now)
    },
  }
  return handlers as unknown as TaskList
}

import { randomUUID } from 'node:crypto'
import { type AlarmsView, alarmChannel, lookAtAlarms, markDelivered } from '@/lib/alarm/load-alarms'
import { mayEnter } from '@/lib/auth/capabilities'
import { findPersonByHash, type Person } from '@/lib/auth/person'
import { eventStream, type StreamWatch } from '@/lib/http/event-stream'
import { problemResponse } from '@/lib/http/problem'
import type { LiveMetrics } from '@/lib/plant/live-metrics'
import { plantChannel } from '@/lib/plant/live-plant'
import { system } from '@/lib/system'

/** A message at every beat of the person's own plant, and its open alarms as they change; ends within 15 s when the person may no longer look. */
export function liveScreen(person: Person | null, signal: AbortSignal, metrics?: LiveMetrics): Response {
  if (!person || !mayEnter(person.roles, 'plant.view')) {
    return problemResponse({ status: 401, title: 'Not signed in', detail: 'Sign in and send the session cookie.', requestId: randomUUID() })
  }
  const stood = new Set<string>()
  // Looked up anew at every beat, and at once when a role is given or taken (lib/people/roles.ts).
  let reader = person
  return eventStream(
    [{
      channel: plantChannel,
      concerns: (payload) => payload === person.tenantId,
      async next() {
        const still = await findPersonByHash(system(), person.sessionHash)
        if (!still || !mayEnter(still.roles, 'plant.view')) return null
        reader = still
        const tenant = await system().db.inTenant(person, (tx) => tx.tenant.findFirst({ select: { livedUntil: true } }))
        return tenant && { at: tenant.livedUntil?.toISOString() ?? null }
      },
    },
    {
      name: 'alarms',
      channel: alarmChannel,
      concerns: (payload) => payload === person.tenantId,
      next: () => lookAtAlarms(system(), reader),
      sent(view, isFirst) {
        const ids = (view as AlarmsView).open.map(({ id }) => id)
        // What stood before the screen was opened was not brought to it: how long it took says when somebody came.
        if (isFirst) ids.forEach((id) => stood.add(id))
        delivered(person.tenantId, ids.filter((id) => !stood.has(id)))
      },
      // A shelved rule comes back by itself.
      changesAt: (view) => (view as AlarmsView).shelved.map(({ until }) => Date.parse(until))[0] ?? null,
    }],
    signal,
    metrics && watched(metrics),
  )
}

const watched = ({ screens, frames, told }: LiveMetrics): StreamWatch => ({
  opened: () => screens.inc(),
  closed: () => screens.dec(),
  wrote(event, toldSeconds) {
    frames.inc({ event })
    if (toldSeconds !== null) told.observe({ event }, toldSeconds)
  },
})

const mostRemembered = 10_000
const seen = new Set<string>()

/** The first screen that an alarm is brought to counts; the others need not ask the database. */
function delivered(tenantId: string, ids: string[]): void {
  const fresh = ids.filter((id) => !seen.has(id))
  if (fresh.length === 0) return
  if (seen.size > mostRemembered) seen.clear()
  fresh.forEach((id) => seen.add(id))
  markDelivered(system(), tenantId, fresh, system().clock.now()).catch(() => fresh.forEach((id) => seen.delete(id)))
}

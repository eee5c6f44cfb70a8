import type { AlarmsView } from '@/lib/alarm/load-alarms'
import { issueToken } from '@/lib/auth/token'
import type { System } from '@/lib/system'
import type { Product } from '../product'
import { Visitor } from '../visitor'

const hourMs = 3_600_000

/** Somebody who may look at the plant, signed in. */
export async function signInViewer({ base, system }: Product, tenantId: string, name: string): Promise<Visitor> {
  const token = await makeViewer(system, tenantId, name)
  const visitor = new Visitor(base)
  await visitor.signIn(token)
  return visitor
}

const makeViewer = (system: System, tenantId: string, name: string) =>
  system.db.asOperator(async (tx) => {
    const accountId = `${tenantId}-${name}`
    await tx.account.create({ data: { tenantId, id: accountId, email: `${accountId}@example.com`, name } })
    await tx.roleGrant.create({ data: { tenantId, accountId, role: 'viewer' } })
    return issueToken(tx, { tenantId, accountId, purpose: 'sign-in', expiresAt: new Date(Date.now() + hourMs) })
  })

/** Every frame of alarms that is pushed to an open screen, at the moment in which it arrives, until `stop`. */
export function watchAlarms(visitor: Visitor, onFrame: (view: AlarmsView) => void): { opened: Promise<void>; stop(): void } {
  const ending = new AbortController()
  let open = () => {}
  const opened = new Promise<void>((resolve) => (open = resolve))
  const follow = async () => {
    const response = await visitor.fetch('/api/live', { signal: ending.signal })
    if (response.status !== 200) throw new Error(`/api/live answered ${response.status}`)
    const decoder = new TextDecoder()
    let rest = ''
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      const frames = (rest + decoder.decode(chunk, { stream: true })).split('\n\n')
      rest = frames.pop() ?? ''
      for (const frame of frames) {
        if (!frame.startsWith('event: alarms\ndata: ')) continue
        onFrame(JSON.parse(frame.slice(frame.indexOf('data: ') + 6)) as AlarmsView)
        open()
      }
    }
  }
  follow().catch((error: unknown) => {
    if (!ending.signal.aborted) throw error
  })
  return { opened, stop: () => ending.abort() }
}

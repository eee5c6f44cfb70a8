import { setTimeout as wait } from 'node:timers/promises'
import type { LeaseView } from '@/lib/demo/lease-view'
import { type Industry, siteOf } from '@/lib/story/story'
import type { Product } from './product'
import { Visitor } from './visitor'

export interface SignUp {
  leaseId: string
  visitor: Visitor
  /** Milliseconds from the press on the link in the mail: plant, dashboards and data answered 200, signed in. */
  portalMs: number
  /** … and every part was up, the notebook server answering. */
  allMs: number
}

/** Asks for a plant by the form and waits for the mail; answers with the token of its link. */
export async function askForPlant({ base, system }: Product, email: string, industry: Industry): Promise<string> {
  await new Visitor(base).post('/api/provision-demo', { email, industry })
  for (let tries = 0; tries < 600; tries++) {
    const token = (await mailTo(system, email)).match(/\/verify\/([\w-]+)/)?.[1]
    if (token) return token
    await wait(100)
  }
  throw new Error(`no mail to ${email} after a minute`)
}

/** As it lies in the mailbox or, where mail is kept in the product, in the database. */
async function mailTo(system: Product['system'], email: string): Promise<string> {
  const mailbox = process.env.MAILBOX_URL
  if (!mailbox) return (await system.db.asOperator((tx) => tx.mail.findFirst({ where: { to: email } })))?.text ?? ''
  const mails = (await (await fetch(`${mailbox}/mails?to=${encodeURIComponent(email)}`)).json()) as { text: string }[]
  return mails[0]?.text ?? ''
}

/** What a browser does from the link in the mail on: confirms, watches, signs in, opens three rooms, watches on. */
export async function moveIn({ base }: Product, token: string, industry: Industry, onInside?: () => void): Promise<SignUp> {
  const visitor = new Visitor(base)
  const began = performance.now()
  const leaseId = await visitor.act(`/verify/${token}`, 'confirmAddress', { token })
  let portal: Promise<number> | null = null
  for await (const view of visitor.events<LeaseView>(`/api/demo/${leaseId}/events`)) {
    if (view.enterable && !portal) {
      portal = openPlant(visitor, leaseId, siteOf(industry).name).then(() => performance.now() - began)
      portal.then(onInside, () => undefined)
    }
    if (!view.readyAt) continue
    const allMs = performance.now() - began
    const missing = view.parts.filter(({ state }) => state !== 'up').map(({ part, lastError }) => `${part}: ${lastError}`)
    if (missing.length > 0) throw new Error(`not every part is up: ${missing.join('; ')}`)
    return { leaseId, visitor, portalMs: await portal!, allMs: Math.max(allMs, await portal!) }
  }
  throw new Error(`the events of ${leaseId} ended before it was ready`)
}

async function openPlant(visitor: Visitor, leaseId: string, site: string): Promise<void> {
  await visitor.signIn(await visitor.act(`/building/${leaseId}`, 'enterPlant', {}))
  const plant = await visitor.page('/plant')
  if (!plant.includes(site)) throw new Error(`${site} is not on the plant’s page`)
  await visitor.page('/dashboards')
  await visitor.page('/data')
}

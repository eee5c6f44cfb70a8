import { createHash } from 'node:crypto'
import { isbot } from 'isbot'
import { subjectOf } from '@/lib/funnel/link-visitor'
import { recordEngagement } from '@/lib/funnel/record-engagement'
import { originOf } from '@/lib/funnel/visit-source'
import { visitorId } from '@/lib/funnel/visitor-id'
import { networkOf, takeAllowance } from '@/lib/http/rate-limit'
import type { System } from '@/lib/system'

export interface Visit {
  kind: 'visit' | 'cta'
  /** Without query and fragment. */
  path: string
  referrer?: string
  utmSource?: string
  utmCampaign?: string
}

export interface Browser {
  address: string
  userAgent: string
  /** Global Privacy Control or Do Not Track: not counted, not even as "somebody". */
  objects: boolean
}

export type VisitOutcome = { kind: 'counted' } | { kind: 'left out'; because: 'objects' | 'bot' | 'private' } | { kind: 'too many'; retryAfterSeconds: number }

/** What is for everybody. Other addresses carry what lets somebody in, or whose they are, and are never written down. */
const publicPages = /^\/($|(tools|validation|docs|privacy|pricing|use-cases|comparison|blog)(\/|$))/

/** Pages that a person can look at, and visitors that one network can have. */
export const visitRates = { visitor: { burst: 40, perMinute: 12 }, network: { burst: 600, perMinute: 240 } }

/**
 * Each page of a visitor's day once, and their first step towards the form. One that asks faster than a person can is cut off
 * and marked: the funnel leaves it out from then on.
 */
export async function recordVisit({ db, clock, settings }: System, browser: Browser, visit: Visit): Promise<VisitOutcome> {
  if (browser.objects) return { kind: 'left out', because: 'objects' }
  if (!publicPages.test(visit.path)) return { kind: 'left out', because: 'private' }
  if (!browser.userAgent || isbot(browser.userAgent)) return { kind: 'left out', because: 'bot' }
  const now = clock.now()
  return db.asOperator(async (tx) => {
    const visitor = await visitorId(tx, browser, now)
    const subject = await subjectOf(tx, visitor)
    const network = await takeAllowance(tx, { key: `visit:network:${networkOf(browser.address)}`, ...visitRates.network }, now)
    if (!network.allowed) return { kind: 'too many', retryAfterSeconds: network.retryAfterSeconds }
    const own = await takeAllowance(tx, { key: `visit:${visitor}`, ...visitRates.visitor }, now)
    if (!own.allowed) {
      await recordEngagement(tx, now, { kind: 'visitor.storm', subject, onceId: `storm-${visitor}` })
      return { kind: 'too many', retryAfterSeconds: own.retryAfterSeconds }
    }
    const { path, kind } = visit
    if (kind === 'cta') await recordEngagement(tx, now, { kind: 'cta.clicked', subject, detail: { path }, onceId: `cta-${visitor}` })
    else {
      const origin = originOf({ ...visit, ownHost: new URL(settings.portalUrl).hostname })
      await recordEngagement(tx, now, { kind: 'site.visited', subject, detail: { path, ...origin }, onceId: `visit-${visitor}-${shortHash(path)}` })
    }
    return { kind: 'counted' }
  })
}

const shortHash = (text: string) => createHash('sha256').update(text).digest('base64url').slice(0, 16)

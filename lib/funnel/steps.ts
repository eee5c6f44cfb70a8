import type { EngagementKind } from '@/lib/funnel/record-engagement'

export interface FunnelStep {
  key: string
  /** As packed in journeys; steps in this order. */
  code: number
  kinds: EngagementKind[]
  /** What the person did. */
  label: string
  /** What those are called who came to the step before and not to this one. */
  dropOff: string
}

/** From first visit to contract, in the only order in which they count. */
export const funnelSteps = [
  { key: 'visit', code: 1, kinds: ['site.visited'], label: 'Visited the site', dropOff: 'Never came' },
  { key: 'cta', code: 2, kinds: ['cta.clicked'], label: 'Followed “Get a plant”', dropOff: 'Looked and left' },
  { key: 'form', code: 3, kinds: ['demo.requested'], label: 'Asked for a demo', dropOff: 'Saw the form, did not ask' },
  { key: 'verified', code: 4, kinds: ['demo.verified'], label: 'Confirmed the address', dropOff: 'Never confirmed the address' },
  { key: 'ready', code: 5, kinds: ['demo.ready'], label: 'Plant ready', dropOff: 'Plant did not become ready' },
  { key: 'sign-in', code: 6, kinds: ['demo.signed-in'], label: 'Opened the plant', dropOff: 'Never opened the plant' },
  { key: 'finding', code: 7, kinds: ['finding.found'], label: 'Found something', dropOff: 'Looked around, found nothing' },
  { key: 'features', code: 8, kinds: ['features.three'], label: 'Used three rooms', dropOff: 'Stayed in one or two rooms' },
  { key: 'offer', code: 9, kinds: ['offer.opened', 'claim.clicked'], label: 'Opened the offer', dropOff: 'Never looked at the offer' },
  { key: 'meeting', code: 10, kinds: ['meeting.held'], label: 'Talked to us', dropOff: 'No meeting' },
  { key: 'pilot', code: 11, kinds: ['pilot.started'], label: 'Started a pilot', dropOff: 'No pilot' },
  { key: 'paid', code: 12, kinds: ['contract.paid'], label: 'Paid', dropOff: 'Pilot without a contract' },
] as const satisfies FunnelStep[]

export type FunnelStepKey = (typeof funnelSteps)[number]['key']

/** Not steps: a plant that could not be built whole, and a visitor who asks more often than a person can. */
export const failedCode = 20
export const stormCode = 21

export const stepOf = (key: FunnelStepKey): FunnelStep => funnelSteps.find((step) => step.key === key)!

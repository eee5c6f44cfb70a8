import type { EngagementKind } from '@/lib/funnel/record-engagement'

/** Points that somebody gives for something, said in words: nothing else makes a score. */
export interface ScoreReason {
  points: number
  words: string
}

export interface Score {
  /** Sum of the reasons, rounded. */
  points: number
  reasons: ScoreReason[]
}

export interface LeadFacts {
  email: string
  company: string | null
  jobTitle: string | null
  companySize: string | null
  companyKey: string | null
  industry: string | null
}

export interface ScoredEvent {
  kind: string
  at: Date
  detail: Record<string, unknown>
}

/** What interest is worth after this many days is half of what it was. */
export const halfLifeDays = 7
const dayMs = 86_400_000

/** Sizes as they can be chosen when somebody introduces themselves. */
export const companySizes = ['1–49', '50–249', '250–999', '1000 and more'] as const
const sizePoints: Record<string, number> = { '1–49': 5, '50–249': 20, '250–999': 30, '1000 and more': 25 }

const roles: [pattern: RegExp, points: number, words: string][] = [
  [/\b(head|director|vp|chief|cto|coo|ceo|owner|plant manager|site manager|werkleiter|geschäftsführer)\b/i, 30, 'decides'],
  [/\b(manager|lead|leiter)\b/i, 20, 'leads people'],
  [/\b(engineer|ingenieur|analyst|quality|maintenance|production|process|data)\b/i, 15, 'works with plants or data'],
  [/\b(student|intern|praktikant)\b/i, -10, 'studies'],
]

/** How well they fit what we sell; what is not known gives nothing. */
export function fitScore({ companyKey, company, companySize, jobTitle, industry }: LeadFacts): Score {
  const role = roles.find(([pattern]) => jobTitle && pattern.test(jobTitle))
  const reasons: (ScoreReason | false | undefined)[] = [
    companyKey?.includes('.') ? { points: 20, words: `An address of a company: ${companyKey}` } : { points: 0, words: 'An address at a mail provider' },
    company ? { points: 10, words: `Said where they work: ${company}` } : undefined,
    companySize ? { points: sizePoints[companySize] ?? 0, words: `${companySize} people` } : undefined,
    role && { points: role[1], words: `${jobTitle}: ${role[2]}` },
    industry ? { points: 10, words: `Asked for a plant of their kind: ${industry.replaceAll('_', ' ')}` } : undefined,
  ]
  return sumOf(reasons.filter((reason): reason is ScoreReason => Boolean(reason)))
}

interface Rule {
  kind: EngagementKind
  /** Each time, up to `most` times, the newest first. */
  points: number
  most: number
  words: string
}

const rules: Rule[] = [
  { kind: 'site.visited', points: 1, most: 5, words: 'Looked at the site' },
  { kind: 'demo.requested', points: 5, most: 1, words: 'Asked for a demo' },
  { kind: 'demo.signed-in', points: 6, most: 3, words: 'Opened the plant' },
  { kind: 'room.opened', points: 2, most: 8, words: 'Opened rooms' },
  { kind: 'notebook.worked', points: 8, most: 3, words: 'Ran cells in a notebook' },
  { kind: 'data.downloaded', points: 6, most: 2, words: 'Downloaded data' },
  { kind: 'finding.missed', points: 2, most: 3, words: 'Looked for what is wrong' },
  { kind: 'finding.found', points: 20, most: 2, words: 'Found what is wrong' },
  { kind: 'offer.opened', points: 15, most: 2, words: 'Opened the offer' },
  { kind: 'claim.clicked', points: 25, most: 1, words: 'Asked to keep the plant' },
  { kind: 'lease.claimed', points: 40, most: 1, words: 'Kept the plant' },
  { kind: 'meeting.held', points: 30, most: 2, words: 'Talked to us' },
]

/** How much they have done of late: each event's points halve every `halfLifeDays`. */
export function engagementScore(events: ScoredEvent[], now: Date): Score {
  const reasons = rules.flatMap(({ kind, points, most, words }) => {
    const counted = events.filter((event) => event.kind === kind).sort((a, b) => b.at.getTime() - a.at.getTime()).slice(0, most)
    if (counted.length === 0) return []
    const worth = counted.reduce((sum, { at }) => sum + points * 0.5 ** (Math.max(0, now.getTime() - at.getTime()) / dayMs / halfLifeDays), 0)
    return [{ points: worth, words: counted.length === 1 ? words : `${words}, ${counted.length} ×` }]
  })
  return sumOf(reasons)
}

/** Reasons to a tenth, and the sum of what is shown: who adds them up gets the score. */
function sumOf(reasons: ScoreReason[]): Score {
  const shown = reasons.map(({ points, words }) => ({ points: Math.round(points * 10) / 10, words }))
  return { points: Math.round(shown.reduce((sum, { points }) => sum + points, 0) * 10) / 10, reasons: shown.sort((a, b) => b.points - a.points) }
}

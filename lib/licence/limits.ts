import { editionFacts, type Feature, featureWords } from '@/lib/licence/edition'
import { mayGrow, type Standing } from '@/lib/licence/standing'

export type Limited = 'users' | 'sites' | 'storedBytes'

/**
 * From here on it is said that a limit comes near. At the limit people and sites are refused (hard); stored data is not
 * (soft): it is charged and said, since a plant that stops recording is worse than a bill.
 */
export const nearRatio = 0.8
const hard: Limited[] = ['users', 'sites']

export interface LimitView {
  what: Limited
  used: number
  /** Null: none. */
  limit: number | null
  ratio: number | null
  level: 'well' | 'near' | 'reached' | 'over'
  isHard: boolean
}

export function limitsOf({ edition }: Standing, used: Record<Limited, number>): LimitView[] {
  return (['sites', 'users', 'storedBytes'] as const).map((what) => {
    const limit = editionFacts[edition][what]
    const ratio = limit === null ? null : used[what] / limit
    const level = ratio === null || ratio < nearRatio ? 'well' : ratio < 1 ? 'near' : ratio === 1 ? 'reached' : 'over'
    return { what, used: used[what], limit, ratio, level, isHard: hard.includes(what) }
  })
}

const words: Record<'users' | 'sites', [string, string]> = { users: ['user', 'users'], sites: ['site', 'sites'] }

/** Why `adding` more cannot be had, with the rule and what to do; null when they can. */
export function refuseMore(standing: Standing, what: 'users' | 'sites', used: number, adding: number): string | null {
  const [one, many] = words[what]
  if (!mayGrow(standing)) return `${endedWords(standing)} No ${one} can be added until a licence is installed; readings, alarms and everything that is there go on.`
  const { label, [what]: limit } = editionFacts[standing.edition]
  if (limit === null || used + adding <= limit) return null
  const remedy = what === 'users' ? 'Disable somebody who has left, or install a licence of a larger edition.' : 'Install a licence of a larger edition.'
  return `The ${label} licence covers ${limit} ${limit === 1 ? one : many}; there ${used === 1 ? 'is' : 'are'} ${used}. ${remedy}`
}

/** Why a paid feature cannot be opened; null when it can. */
export function refuseFeature(standing: Standing, feature: Feature): string | null {
  if (!mayGrow(standing)) return `${endedWords(standing)} ${featureWords[feature]} opens again with a licence; readings, alarms and everything that is there go on.`
  if (editionFacts[standing.edition].features.includes(feature)) return null
  const least = Object.values(editionFacts).find(({ features }) => features.includes(feature))!
  return `${featureWords[feature]} is part of ${least.label}; this plant has ${editionFacts[standing.edition].label}. An administrator can install a licence of ${least.label}.`
}

function endedWords({ state, worksUntil, clockSetBack }: Standing): string {
  const clock = clockSetBack ? ` The clock was set back; what counts is ${clockSetBack.lastSeen.slice(0, 10)}, which was seen already.` : ''
  if (state === 'not-yet') return `The licence has not begun yet.${clock}`
  return `The ${state === 'unlicensed' ? 'trial' : 'licence'} ended on ${worksUntil}.${clock}`
}

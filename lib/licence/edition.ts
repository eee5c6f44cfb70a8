/** What is sold. Limits are what the licence promises; what happens at one is said in `lib/licence/limits.ts`. */
export const editions = ['starter', 'professional', 'enterprise'] as const
export type Edition = (typeof editions)[number]

export type Feature = 'ml' | 'dedicated' | 'on-premises'

export interface EditionFacts {
  label: string
  /** Null: no limit. */
  sites: number | null
  users: number | null
  /** Decimal bytes, as disks are sold. */
  storedBytes: number | null
  features: Feature[]
}

const TB = 1_000_000_000_000

export const editionFacts: Record<Edition, EditionFacts> = {
  starter: { label: 'Starter', sites: 1, users: 50, storedBytes: TB, features: [] },
  professional: { label: 'Professional', sites: null, users: 200, storedBytes: 10 * TB, features: ['ml'] },
  enterprise: { label: 'Enterprise', sites: null, users: null, storedBytes: null, features: ['ml', 'dedicated', 'on-premises'] },
}

export const featureWords: Record<Feature, string> = { ml: 'Machine learning in notebooks', dedicated: 'A database and storage of one’s own', 'on-premises': 'Running it on one’s own machines' }

export interface Tier {
  name: string
  who: string
  facts: string[]
}

/** What can be had, on the landing page, the pricing page and the sheet. */
export const tiers: Tier[] = [
  { name: 'Starter', who: 'One plant that wants to know its losses', facts: ['One site', '50 users', '1 TB of history', 'OEE, quality, energy, maintenance'] },
  { name: 'Professional', who: 'Several sites compared by the same rules', facts: ['Any number of sites', '200 users', '10 TB of history', 'Machine learning in notebooks'] },
  { name: 'Enterprise', who: 'Isolation, your identity provider, your cloud', facts: ['Unlimited users and data', 'A dedicated cell per tenant', 'On-premises', 'Validation support'] },
]

/** What a price depends on, in the words of an invoice. */
export const priceTerms = [
  { term: 'Production line', words: 'A line that reported a count, a state or a reading on that day. A line that stands idle for a month costs nothing in it.' },
  { term: 'Data volume', words: 'Terabytes of history kept, by day. What retention deletes is not counted the day after.' },
  { term: 'Users', words: 'Not counted in the price. The size of a licence says how many may be invited.' },
  { term: 'At a limit', words: 'You are told before, at and after. Readings are still taken and safety alarms still raised: no limit stops either.' },
] as const

export const priceSentence = 'Priced by production lines and data volume. The price depends on both, so we say it in the offer and not here.'

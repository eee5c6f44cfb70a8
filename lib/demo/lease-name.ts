import { randomInt } from 'node:crypto'

// Without vowels and look-alikes: no words, readable aloud.
const alphabet = 'bcdfghjkmnpqrstvwxz2345679'

/** 26⁸ ≈ 2 · 10¹¹ names; the database refuses the one in a billion that comes twice. */
export const newLeaseId = (): string => Array.from({ length: 8 }, () => alphabet[randomInt(alphabet.length)]).join('')

export const leasePrefix = 'demo-'

/** What every resource of the lease carries. */
export const leaseName = (id: string): string => `${leasePrefix}${id}`

import providers from 'email-providers/all.json' with { type: 'json' }

const mailProviders = new Set<string>(providers)

/**
 * By which people of one company are known: the domain of the address; at a mail provider the company's name as they wrote
 * it, in lower case without its legal form; null when neither says anything.
 */
export function companyKeyOf(email: string, company?: string | null): string | null {
  const domain = email.split('@')[1]?.toLowerCase() ?? ''
  if (domain && !mailProviders.has(domain)) return domain
  const name = company?.toLowerCase().normalize('NFKC').replace(/\b(gmbh|ag|kg|inc|ltd|llc|plc|bv|nv|sa|sas|spa|co|corp)\b\.?/g, ' ').replace(/[^\p{L}\p{N}]+/gu, ' ').trim()
  return name || null
}

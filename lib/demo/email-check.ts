import { isDisposableEmailDomain } from 'disposable-email-domains-js'

export type EmailVerdict = { ok: true; email: string } | { ok: false; message: string }

// Local part and domain as mail systems in use accept them: RFC 5321 lengths, no quoted local parts, a real top-level domain.
const form = /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/i

/** Refuses malformed and disposable addresses with what to do instead. */
export function checkEmail(raw: string): EmailVerdict {
  const email = raw.trim().toLowerCase()
  const [local = '', domain = ''] = email.split('@')
  const wellFormed = email.length <= 254 && form.test(email) && !local.startsWith('.') && !local.endsWith('.') && !local.includes('..')
  if (!wellFormed) return { ok: false, message: 'Write the address as name@company.com.' }
  if (isDisposable(domain)) return { ok: false, message: 'This address is from a disposable mail service. Use your work address: the plant stays tied to it.' }
  return { ok: true, email }
}

/** Also for subdomains of a listed domain. */
function isDisposable(domain: string): boolean {
  const labels = domain.split('.')
  return labels.slice(0, -1).some((_, i) => isDisposableEmailDomain(labels.slice(i).join('.')))
}

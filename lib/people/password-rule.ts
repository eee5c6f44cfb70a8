export const shortestPassword = 12
export const longestPassword = 128

/**
 * What is wrong with a chosen password, as a sentence, or null. Length is what counts (NIST SP 800-63B-4, 3.1.1.2):
 * no mixture of kinds is asked for; what an attacker tries first is refused.
 */
export function passwordProblem(password: string, email: string): string | null {
  const length = [...password].length
  if (length < shortestPassword) return `Use at least ${shortestPassword} characters; a few words are easier to remember than signs.`
  if (length > longestPassword) return `Use at most ${longestPassword} characters.`
  if (new Set(password.toLowerCase()).size < 5) return 'Use more than four different characters.'
  const local = email.split('@')[0]!.toLowerCase()
  if (local.length >= 4 && password.toLowerCase().includes(local)) return 'Leave your e-mail address out of the password.'
  if (/^(?:password|passwort|qwerty|letmein|welcome|millrace|12345)[\W\d_]*$/i.test(password)) return 'That is one of the first passwords that anybody would try.'
  return null
}

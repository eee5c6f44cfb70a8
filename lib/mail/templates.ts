import type { MailContent } from '@/lib/mail/layout'
import type { MailTemplate } from '@/lib/mail/post-mail'

export interface MailFacts {
  portalUrl: string
  to: string
  /** Whose plant it is. */
  owner: string
  /** The plant's name in the story, e.g. Northfield Dairy. */
  plant: string
  hours: number
  deadline: string
  verifyUrl: string
  signInUrl: string
  password: string
  certificateUrl: string
  /** The offer for this plant; opens it without a sign-in. */
  keepUrl: string
  /** When a stopped plant is deleted. */
  retainedUntil: string
  /** Where sales finds the lead. */
  leadUrl: string
  invitation: { url: string; tenant: string; inviter: string; role: string; place: string }
  /** Of a table: what does not hold any more. */
  quality: { tenant: string; table: string; rules: string[]; url: string }
  /** Of a promise that a day cannot keep any more. */
  late: { tenant: string; promise: string; words: string; found: string; url: string }
  /** Parts that could not be had yet. */
  missing: string[]
}

const why = 'You get this mail because this address asked for a Millrace demo plant. It belongs to that request; there is nothing to unsubscribe from.'

/** Words of every transactional mail. */
export const mailTemplates: Record<MailTemplate, (facts: MailFacts) => MailContent> = {
  verify: ({ verifyUrl, hours, plant }) => ({
    subject: `Confirm your address to build ${plant}`,
    blocks: [
      `Somebody, probably you, asked for a demo plant with this address. Confirm it and ${plant} is built for you alone.`,
      { label: 'Confirm and build my plant', url: verifyUrl },
      `The link works for 24 hours. The plant lives for ${hours} hours from the moment it is ready; then it is deleted and you get the certificate.`,
      'If it was not you, do nothing. Nothing is built without the confirmation.',
    ],
    footer: why,
  }),
  welcome: ({ plant, to, password, signInUrl, deadline, portalUrl, missing }) => ({
    subject: `${plant} is ready`,
    blocks: [
      `${plant} runs, with 30 days of history behind it, and everything in it is yours until ${deadline}.`,
      { label: 'Open the plant', url: signInUrl },
      'That link signs you in once. After that, sign in with:',
      { facts: [['Address', `${portalUrl}/sign-in`], ['E-mail', to], ['Password', password]] },
      ...(missing.length ? [`Not there yet: ${missing.join(', ')}. It is tried on and appears by itself.`] : []),
      'Where to begin:',
      { steps: ['Look at the lines first: one is weaker than the others.', 'Open OEE and losses and ask a figure how it was made.', 'Open Quality: something drifts.', 'Open Notebooks and run “Getting Started with Manufacturing Analytics” on your own data.'] },
      'One hour before the end we write again.',
    ],
    footer: why,
  }),
  reminder: ({ plant, deadline, portalUrl, keepUrl }) => ({
    subject: `One hour left in ${plant}`,
    blocks: [
      `${plant} will be deleted at ${deadline}: sessions end, the key to its data is destroyed, then everything is removed.`,
      'Keep what you want to keep: the data page has every table as CSV and Parquet.',
      { label: 'Open the data page', url: `${portalUrl}/data` },
      'To keep the plant itself, with your notebooks, rules and reason codes:',
      { label: 'Keep this plant', url: keepUrl },
    ],
    footer: why,
  }),
  gone: ({ plant, certificateUrl }) => ({
    subject: `${plant} is deleted`,
    blocks: [
      'Your demo plant is gone. Each system was asked afterwards what it still holds under its name. Each answered: nothing.',
      { label: 'Read and verify the certificate', url: certificateUrl },
    ],
    footer: why,
  }),
  'already-running': ({ plant, portalUrl }) => ({
    subject: `${plant} is running already`,
    blocks: [
      'Somebody, probably you, asked for a demo plant with this address. You have one that runs.',
      { label: 'Sign in', url: `${portalUrl}/sign-in` },
      'The password stands in the mail that said it was ready.',
    ],
    footer: why,
  }),
  stopped: ({ plant, retainedUntil, keepUrl }) => ({
    subject: `${plant} stands still`,
    blocks: [
      `Its time is over. Nobody can sign in, and nothing runs in it any more. As you chose, it is not deleted yet: that happens at ${retainedUntil}, and then you get the certificate.`,
      'Until then you can have it back as you left it, or have it deleted now.',
      { label: 'Keep or delete it', url: keepUrl },
    ],
    footer: why,
  }),
  claimed: ({ plant, portalUrl, to }) => ({
    subject: `${plant} is yours`,
    blocks: [
      'There is no deadline any more. Everything that you made in it is where it was: model, notebooks, rules, reason codes, dashboards.',
      { facts: [['Address', `${portalUrl}/sign-in`], ['E-mail', to], ['Password', 'as before']] },
      { label: 'Sign in', url: `${portalUrl}/sign-in` },
      'What is played in it is still fictional, until its story ends and your own readings come. A person writes to you about the rest.',
    ],
    footer: why,
  }),
  'claimed-for-us': ({ plant, owner, leadUrl }) => ({
    subject: `${owner} kept ${plant}`,
    blocks: [`${owner} has turned the demo into a tenant of their own. It has no deadline any more.`, { label: 'Open the lead', url: leadUrl }],
    footer: 'You get this mail because your account on this installation has the role admin or sales.',
  }),
  invitation: ({ to, invitation: { url, tenant, inviter, role, place } }) => ({
    subject: `${inviter} invites you to ${tenant}`,
    blocks: [
      `${inviter} gives you the role ${role} on ${place} at ${tenant}.`,
      { label: 'Accept the invitation', url },
      `The link works once, for seven days, and for ${to} alone: passing it on gives nobody else access.`,
      'If you do not know who this is, do nothing. Nothing is made without the link.',
    ],
    footer: 'You get this mail because an administrator of a plant on Millrace entered this address. It is sent once; there is nothing to unsubscribe from.',
  }),
  'quality-broken': ({ quality: { tenant, table, rules, url } }) => ({
    subject: `${table} of ${tenant} breaks ${rules.length === 1 ? 'a rule' : `${rules.length} rules`}`,
    blocks: [`Measured tonight, ${table} is not as it is expected to be:`, { steps: rules }, { label: 'Open data quality', url }, 'You are told once of each break; the page says whether it still holds.'],
    footer: 'You get this mail because you are an administrator of this plant.',
  }),
  'freshness-missed': ({ late: { tenant, promise, words, found, url } }) => ({
    subject: `${promise} of ${tenant} is later than promised`,
    blocks: [`The promise: ${words}, in 99 of 100 looks of a day. ${found}`, { label: 'Open data quality', url }, 'You are told once a day of each promise; the page says how late it is now.'],
    footer: 'You get this mail because you are an administrator of this plant.',
  }),
  'keep-asked': ({ plant, owner, deadline, portalUrl }) => ({
    subject: `${owner} wants to keep ${plant}`,
    blocks: [
      `${owner} pressed "Keep this plant" and waits for an answer. The plant is deleted at ${deadline}, whether or not somebody answers.`,
      { label: 'Open the lease', url: `${portalUrl}/admin/leases` },
    ],
    footer: 'You get this mail because your account on this installation has the role admin or sales.',
  }),
}

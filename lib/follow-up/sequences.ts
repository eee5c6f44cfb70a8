import type { EngagementKind } from '@/lib/funnel/record-engagement'
import type { MailContent } from '@/lib/mail/layout'

export interface FollowUpWords {
  plant: string
  /** First name, or empty. */
  name: string
  /** Until when the plant lives, in words; empty when it is over. */
  deadline: string
  /** Titles of what they found. */
  found: string[]
  /** Where the mail's link leads. */
  url: string
}

type Words = Pick<MailContent, 'subject' | 'blocks'>

export interface SequenceStep {
  /** After what began it. */
  afterMinutes: number
  words(facts: FollowUpWords): Words
}

export interface Sequence {
  key: string
  label: string
  /** What begins it; `lease.over` is when the plant was stopped or deleted. */
  begins: EngagementKind | 'lease.over'
  /** After one of these nothing more of it is sent. */
  goals: EngagementKind[]
  goalWords: string
  /** Whether its mails speak of a plant that one can still open. */
  needsLivingPlant: boolean
  /** Page of the portal, or the offer. */
  leadsTo: '/plant' | '/findings' | 'offer' | '/'
  steps: SequenceStep[]
}

const hello = (name: string) => (name ? `${name}, ` : '')
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
const hours = (n: number) => n * 60

/** Mails that follow what somebody did or did not do. Each stops when its goal is reached. */
export const sequences: Sequence[] = [
  {
    key: 'never-signed-in',
    label: 'Never signed in',
    begins: 'demo.ready',
    goals: ['demo.signed-in'],
    goalWords: 'signed in',
    needsLivingPlant: true,
    leadsTo: '/plant',
    steps: [
      {
        afterMinutes: hours(2),
        words: ({ plant, name, deadline, url }) => ({
          subject: `${plant} is running and nobody has looked yet`,
          blocks: [
            capital(`${hello(name)}your plant has been ready for two hours. It is deleted at ${deadline}, looked at or not.`),
            'Ten minutes are enough for the first question: which line is weaker than the others, and why?',
            { label: 'Open the plant', url },
          ],
        }),
      },
      {
        afterMinutes: hours(8),
        words: ({ plant, deadline, url }) => ({
          subject: `${plant} lives until ${deadline}`,
          blocks: [`Nobody has opened it yet. If the time does not suit you, ask for another plant on a day that does; it costs nothing.`, { label: 'Open the plant', url }],
        }),
      },
    ],
  },
  {
    key: 'found-nothing',
    label: 'Signed in, found nothing',
    begins: 'demo.signed-in',
    goals: ['finding.found'],
    goalWords: 'found something',
    needsLivingPlant: true,
    leadsTo: '/findings',
    steps: [
      {
        afterMinutes: hours(3),
        words: ({ plant, name, deadline, url }) => ({
          subject: `Something is wrong in ${plant}`,
          blocks: [
            capital(`${hello(name)}something in this plant has been going wrong slowly, for weeks, and nobody there has noticed.`),
            'Where we would look: the control chart of the line with the most complaints; the energy of the hours in which nothing is made; the machine whose vibration is a little higher each week.',
            { label: 'Say what you see', url },
            `The plant knows the answer and tells you whether you are right. It lives until ${deadline}.`,
          ],
        }),
      },
    ],
  },
  {
    key: 'found-something',
    label: 'Found something',
    begins: 'finding.found',
    goals: ['offer.opened', 'claim.clicked', 'lease.claimed'],
    goalWords: 'opened the offer',
    needsLivingPlant: true,
    leadsTo: 'offer',
    steps: [
      {
        afterMinutes: 45,
        words: ({ plant, name, found, deadline, url }) => ({
          subject: found[0] ? `You found it: ${found[0]}` : `You found what is wrong in ${plant}`,
          blocks: [
            capital(`${hello(name)}that is what ${plant} hides. In a plant of your own the same charts stand on your own signals.`),
            ...(found.length > 0 ? [{ facts: found.map((title, i): [string, string] => [`Found ${i + 1}`, title]) }] : []),
            `You can keep this plant with everything that you made in it: notebooks, rules, reason codes, dashboards. Until ${deadline} that is one step.`,
            { label: 'See the offer', url },
          ],
        }),
      },
    ],
  },
  {
    key: 'expired',
    label: 'Time was over',
    begins: 'lease.over',
    goals: ['demo.requested', 'lease.claimed', 'meeting.held'],
    goalWords: 'came back',
    needsLivingPlant: false,
    leadsTo: '/',
    steps: [
      {
        afterMinutes: hours(24),
        words: ({ plant, name, found, url }) => ({
          subject: found.length > 0 ? 'What you found, in your own plant' : 'A day was too short?',
          blocks: [
            capital(`${hello(name)}your time in ${plant} is over.${found.length > 0 ? ' You found what was wrong in it.' : ''}`),
            'Another plant takes a minute to build; there are four, each with something else to find. To talk about one of your own lines instead, answer to this mail.',
            { label: 'Build another plant', url },
          ],
        }),
      },
      {
        afterMinutes: hours(24 * 8),
        words: ({ url }) => ({
          subject: 'One question before we stop writing',
          blocks: ['What was missing? One sentence helps us more than a meeting; answer to this mail. This is the last one of this kind.', { label: 'Build another plant', url }],
        }),
      },
    ],
  },
  {
    key: 'offer-opened',
    label: 'Opened the offer',
    begins: 'offer.opened',
    goals: ['lease.claimed', 'meeting.held'],
    goalWords: 'kept the plant or talked to us',
    needsLivingPlant: false,
    leadsTo: 'offer',
    steps: [
      {
        afterMinutes: hours(4),
        words: ({ plant, name, url }) => ({
          subject: `Keeping ${plant}: what happens then`,
          blocks: [
            capital(`${hello(name)}you looked at the offer. Three things that people ask about it:`),
            { facts: [['Data', 'stay where they are, under the same key'], ['People', 'you invite them; each gets a role by site, area and line'], ['Leaving', 'everything is deleted and certified, as in the demo']] },
            { label: 'Back to the offer', url },
            'For anything else answer to this mail; a person reads it.',
          ],
        }),
      },
    ],
  },
]

export const sequenceOf = (key: string): Sequence | undefined => sequences.find((sequence) => sequence.key === key)

/** One mail as it is sent and as it is shown beforehand. */
export const followUpContent = (sequence: Sequence, step: number, words: FollowUpWords, unsubscribeUrl: string): MailContent => ({
  ...sequence.steps[step]!.words(words),
  footer: 'You get this mail because you agreed to it when you built a demo plant at Millrace.',
  unsubscribeUrl,
})

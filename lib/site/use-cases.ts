export const useCaseSlugs = ['predictive-maintenance', 'quality', 'production-optimisation', 'compliance'] as const
export type UseCaseSlug = (typeof useCaseSlugs)[number]

/** What a use-case page says; its figure is drawn from the fictional dairy (lib/site/use-case-figures.ts). */
export interface UseCase {
  slug: UseCaseSlug
  name: string
  title: string
  /** Under the title, and what a search engine shows. */
  sentence: string
  /** Beside the figure. */
  figureTitle: string
  figureWords: string
  /** From the plant to the answer, in order. */
  steps: { name: string; words: string }[]
  /** What it can not tell: a promise that is kept is worth more than one that is large. */
  limits: string[]
  /** Where to try it without an account. */
  tool: { href: string; words: string }
}

export const useCases: Record<UseCaseSlug, UseCase> = {
  'predictive-maintenance': {
    slug: 'predictive-maintenance',
    name: 'Predictive maintenance',
    title: 'See the bearing before it stops the line',
    sentence: 'Vibration and temperature beside the maintenance log and the stops they caused, and how sure a failure rate is, not only how high.',
    figureTitle: 'A rate with its bounds',
    figureWords: 'Three failures in a month say little about the fourth. So MTBF stands with its 90 % bounds, and a trend is named only when a test of trend finds one.',
    steps: [
      { name: 'Readings', words: 'Webhooks, MQTT with Sparkplug B, or OPC UA. What is acknowledged is on disk; a gap in the signal stays a gap in the chart.' },
      { name: 'Rules', words: 'Threshold with hysteresis and delay, rate of change, rolling z-score, stale signal. A dry run over the last 30 days says how often a rule would have fired before anybody is woken by it.' },
      { name: 'The log', words: 'Each machine with its stops, states and maintenance entries on one time axis, so that a slow change and the work that ended it are seen together.' },
      { name: 'The rate', words: 'MTBF and MTTR from breakdowns that began in the period, with bounds for a constant rate and a test whether it is constant.' },
    ],
    limits: ['A trend in a signal is a reason to look, not a date of failure.', 'With fewer than three failures in a period there is a bound and no rate.'],
    tool: { href: '/tools', words: 'Try the reliability figures in the free tools' },
  },
  quality: {
    slug: 'quality',
    name: 'Quality',
    title: 'Limits that do not move when the process does',
    sentence: 'Control charts with limits frozen from a named phase I, Nelson’s eight rules or Western Electric’s four, and capability that says when it is no forecast.',
    figureTitle: 'A published chart, computed here',
    figureWords: 'Piston rings, a data set that most textbooks of quality control print. The limits come from the first 25 subgroups and stay; the process moves after 36, and the chart says so.',
    steps: [
      { name: 'Phase I', words: 'A person freezes limits from subgroups that they name. Who, when and from which subgroups stands beside the chart.' },
      { name: 'Phase II', words: 'New subgroups are judged and never move the limits. A point on a limit is inside. Where subgroups differ in size each has its own limits.' },
      { name: 'Exclusions', words: 'A subgroup that counts for nothing keeps its place and carries a reason; taking it out and putting it back are both in the audit trail.' },
      { name: 'Capability', words: 'Cp and Cpk from σ within, Pp and Ppk from σ overall, with intervals and a test of normality. Out of control, the page says “not a forecast”.' },
    ],
    limits: ['Capability of a process that is out of control is a description of the past.', 'A gauge that contributes a third of the variation makes every chart worse than the process: study it first.'],
    tool: { href: '/tools/spc', words: 'Paste your own numbers into the SPC analyser' },
  },
  'production-optimisation': {
    slug: 'production-optimisation',
    name: 'Production optimisation',
    title: 'Losses in minutes, in the order of what they cost',
    sentence: 'OEE by ISO 22400-2 with every stop that it is made of, and the machine that sets the pace found by its states, not by opinion.',
    figureTitle: 'Thirty days of stops',
    figureWords: 'Minutes, stops and share, longest first. Overlapping stops count once, a break inside a stop is planned, an open stop counts to now.',
    steps: [
      { name: 'Stops', words: 'From the machine’s own states or coded by a person in two taps on a phone. A code can be changed, with its history kept.' },
      { name: 'Time elements', words: 'Elapsed, planned busy, producing, ideal. OEE of a group is the sum of ideal time of good units over the sum of planned busy time, never a mean of ratios.' },
      { name: 'The bottleneck', words: 'The machine that is active longest without waiting for another one, with the share of time in which it was, and why the others waited.' },
      { name: 'Money', words: 'Each loss priced with the rates of its line: hours, material of rejected pieces, idle energy. The rates are yours and stand beside the figure.' },
    ],
    limits: ['Performance above 100 % is shown capped, kept raw, and raises a notice: the ideal rate is wrong, not the line better than ideal.', 'Where no time was planned, OEE is not defined; it is neither 0 nor 100 %.'],
    tool: { href: '/tools/oee', words: 'Work out the OEE of one shift' },
  },
  compliance: {
    slug: 'compliance',
    name: 'Compliance',
    title: 'A record that shows when somebody touched it',
    sentence: 'Batch records with planned beside actual, and an audit trail in which an edit, a deletion and a changed order are found and named.',
    figureTitle: 'One batch beside its siblings',
    figureWords: 'Each step as it was planned, as it was done, and what the other batches of the same product did in the last 30 days.',
    steps: [
      { name: 'Records', words: 'Counts, stops and laboratory results arrive from MES and LIMS by signed webhook, each with a verdict, each applied once.' },
      { name: 'Deviations', words: 'A value unlike its siblings is shown beside them, with mean and standard deviation, before anybody judges it.' },
      { name: 'Audit trail', words: 'Who, what, when, old, new and why; append-only, chained by hash for each plant. A command verifies it and says where it was broken.' },
      { name: 'Deletion', words: 'The end of a plant is a certificate: signed, listing what each system still holds. Anybody can verify it with openssl.' },
    ],
    limits: ['Software does not make a plant compliant; it makes the evidence easy to find and hard to change unseen.', 'Validation documents for your installation are part of an offer, not of a download.'],
    tool: { href: '/certificates', words: 'Verify a deletion certificate' },
  },
}

export const findUseCase = (slug: string): UseCase | undefined => (Object.hasOwn(useCases, slug) ? useCases[slug as UseCaseSlug] : undefined)

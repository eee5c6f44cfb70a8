export interface Article {
  slug: string
  title: string
  summary: string
  /** ISO date. */
  publishedOn: string
}

/** Newest first; each has its text in app/(site)/blog/articles. */
export const articles: Article[] = [
  { slug: 'twenty-at-once', title: 'Twenty at once: what we promised, what we measured, what we missed', summary: 'One person is in a demo plant within a second. Twenty at the same moment are not, and this is where the time goes.', publishedOn: '2026-11-26' },
  { slug: 'limits-that-stand-still', title: 'Limits that stand still', summary: 'A control chart whose limits are computed from all points forgives a process for moving. The same published data, both ways.', publishedOn: '2026-11-26' },
  { slug: 'oee-is-not-a-mean', title: 'The OEE of a plant is not the mean of its lines', summary: 'Two lines, two shifts, and a mean that is wrong by more than 13 points. Why sums are divided and ratios are not averaged.', publishedOn: '2026-11-25' },
  { slug: 'what-gone-means', title: 'What “gone” means', summary: 'A demo plant ends with a certificate. What it says, what it cannot say, and how to check it without us.', publishedOn: '2026-11-25' },
]

export const findArticle = (slug: string): Article | undefined => articles.find((article) => article.slug === slug)

import type { Metadata } from 'next'
import { articles } from '@/lib/site/articles'
import { useCases } from '@/lib/site/use-cases'

export interface SitePage {
  /** Its one address, without the origin. */
  path: string
  title: string
  description: string
  /** An article's day. */
  publishedOn?: string
}

/** Every public page: for the sitemap, search engines and social cards. */
export const sitePages: SitePage[] = [
  { path: '/', title: 'Millrace', description: 'OEE, quality and alarms of your running lines; the same figures in SQL and notebooks. For chemical, oil and gas, food and pharma plants.' },
  { path: '/use-cases', title: 'Use cases', description: 'Predictive maintenance, quality, production optimisation and compliance: what the product does for each, how, and what it cannot tell.' },
  ...Object.values(useCases).map(({ slug, name, sentence }) => ({ path: `/use-cases/${slug}`, title: name, description: sentence })),
  { path: '/comparison', title: 'Comparison', description: 'Beside Databricks, Snowflake and building it yourself: what each is for, with sources and the day they were read, and when to choose the other one.' },
  { path: '/pricing', title: 'Pricing', description: 'Three sizes, by production lines and data volume. What counts, what does not, and what happens at a limit.' },
  { path: '/blog', title: 'Blog', description: 'How the figures are made, what we measured, and what we missed.' },
  ...articles.map(({ slug, title, summary, publishedOn }) => ({ path: `/blog/${slug}`, title, description: summary, publishedOn })),
  { path: '/tools', title: 'Free tools', description: 'OEE, SPC, gauge R&R, ROI and capacity without a sign-in, by the engine of the plants. Nothing that you type is stored.' },
  { path: '/tools/oee', title: 'OEE calculator', description: 'Availability, performance, quality, OEE and TEEP of one shift, and the minutes behind them.' },
  { path: '/tools/spc', title: 'SPC analyser', description: 'Paste numbers: control limits, broken rules, capability.' },
  { path: '/tools/gauge-rr', title: 'Gauge R&R', description: 'How much of the variation is the gauge, how much the appraisers, how much the parts.' },
  { path: '/tools/roi', title: 'ROI calculator', description: 'What less downtime, less lost material and less idle energy would be worth, every assumption in the open.' },
  { path: '/tools/capacity', title: 'Capacity and cost', description: 'Partitions, brokers, storage and money a month for many facilities, with dated prices that you may replace.' },
  { path: '/validation', title: 'Validation', description: 'Published examples with known answers, computed by the engine of every screen: the published figure, ours, and the difference.' },
  { path: '/docs/api', title: 'API', description: 'The HTTP interface: readings, figures, tools, and what each answers.' },
  { path: '/certificates', title: 'Verify a certificate', description: 'Check a deletion certificate: who signed it, what it lists, whether a byte was changed.' },
  { path: '/privacy', title: 'Privacy', description: 'What is kept when you ask for a demo, what happens in it, what stays.' },
]

export const findSitePage = (path: string): SitePage | undefined => sitePages.find((page) => page.path === path)

/** What a search engine and a social card show of a page. @throws for an address that is not in the list. */
export function siteMetadata(path: string): Metadata {
  const page = findSitePage(path)
  if (!page) throw new Error(`${path} is not a page of the site`)
  const { title, description, publishedOn } = page
  const images = [{ url: `/social-card?${new URLSearchParams({ of: path })}`, width: 1200, height: 630, alt: title }]
  return {
    ...(path !== '/' && { title }),
    description,
    alternates: { canonical: path },
    openGraph: { title, description, url: path, siteName: 'Millrace', locale: 'en', images, ...(publishedOn ? { type: 'article', publishedTime: publishedOn } : { type: 'website' }) },
    twitter: { card: 'summary_large_image', title, description, images },
  }
}

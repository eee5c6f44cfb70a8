import { priceSentence, priceTerms, tiers } from '@/lib/site/offer'
import { sheet } from '@/lib/site/sheets/sheet'

/** The pricing page on one sheet of paper. */
export const pricingSheet = (siteUrl: string): Promise<Buffer> =>
  sheet({ title: 'Three sizes, by lines and data', lead: priceSentence, foot: `${siteUrl}/pricing` }, (page) =>
    page
      .heading('Sizes')
      .columns(tiers.map(({ name, who, facts }) => ({ name, lead: who, lines: facts })))
      .heading('What counts')
      .rows(priceTerms.map(({ term, words }) => ({ name: term, words })))
      .heading('Before you ask for an offer')
      .words(`Work for a day in a living plant of your own, fictional and complete: ${siteUrl}. At the deadline everything in it is deleted and a signed certificate says so.`),
  )

import Link from 'next/link'
import { SiteClose } from '@/components/site/site-close'
import { TierColumns } from '@/components/site/tier-columns'
import { priceSentence, priceTerms } from '@/lib/site/offer'
import { siteMetadata } from '@/lib/site/site-pages'

export const metadata = siteMetadata('/pricing')

export default function PricingPage() {
  return (
    <main id="content">
      <div className="measure site-head">
        <h1>Three sizes, by lines and data</h1>
        <p className="lead">{priceSentence}</p>
        <p className="downloads">
          <a href="/pricing.pdf">Pricing sheet, PDF</a>
          <a href="/one-pager.pdf">Millrace on one page, PDF</a>
        </p>
      </div>
      <section className="measure" aria-label="Sizes">
        <h2 className="sr-only">Sizes</h2>
        <TierColumns />
      </section>
      <section className="section measure">
        <h2>What counts</h2>
        <div className="rows steps">
          {priceTerms.map(({ term, words }) => (
            <div key={term}>
              <h3>{term}</h3>
              <span>{words}</span>
            </div>
          ))}
        </div>
      </section>
      <section className="section measure two">
        <h2>What it may be worth</h2>
        <p className="p">
          The <Link href="/tools/roi">ROI calculator</Link> has every assumption in the open: less downtime, less lost material, less idle energy, at the margin that you enter. Take the link along to whoever has to agree.
        </p>
      </section>
      <SiteClose title={['See it first,', 'for a day.']} />
    </main>
  )
}

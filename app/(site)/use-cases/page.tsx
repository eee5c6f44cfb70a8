import Link from 'next/link'
import { SiteClose } from '@/components/site/site-close'
import { siteMetadata } from '@/lib/site/site-pages'
import { useCases } from '@/lib/site/use-cases'

export const metadata = siteMetadata('/use-cases')

export default function UseCasesPage() {
  return (
    <main id="content">
      <div className="measure site-head">
        <h1>Four questions that a plant asks</h1>
        <p className="lead">Each page says how the answer is made, shows it on data that you can check, and names what it cannot tell.</p>
      </div>
      <section className="measure" aria-label="Use cases">
        <div className="rows use-case-rows">
          {Object.values(useCases).map(({ slug, name, title, sentence }) => (
            <div key={slug}>
              <h2>{name}</h2>
              <span>{title}</span>
              <span>{sentence}</span>
              <Link href={`/use-cases/${slug}`}>How it is done</Link>
            </div>
          ))}
        </div>
      </section>
      <SiteClose title={['Ask your own', 'of a living plant.']} />
    </main>
  )
}

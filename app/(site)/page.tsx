import Link from 'next/link'
import { LandingLines } from '@/components/site/landing-lines'
import { LandingOee } from '@/components/site/landing-oee'
import { LeaseLife } from '@/components/site/lease-life'
import { RequestForm } from '@/components/site/request-form'
import { SiteClose } from '@/components/site/site-close'
import { TierColumns } from '@/components/site/tier-columns'
import { loadLandingView } from '@/lib/site/landing-view'
import { priceSentence } from '@/lib/site/offer'
import { siteMetadata } from '@/lib/site/site-pages'
import { useCases } from '@/lib/site/use-cases'
import { system } from '@/lib/system'

export const metadata = siteMetadata('/')

const plants = [
  ['Dairy', 'Pasteurising, filling and packing: milk, yoghurt, butter, cream', 'One filler gives away product, and nobody has complained yet.', 'Build the dairy'],
  ['Chemical', 'Batch reactors, distillation, drumming', 'Something has been getting warmer for three weeks.', 'Build the chemical plant'],
  ['Oil and gas', 'Separation, compression, produced water, flare', 'The meter at night does not agree with the plan.', 'Build the gas plant'],
  ['Pharma', 'Granulation, compression, coating, packing', 'One batch record does not say what the others say.', 'Build the pharma plant'],
] as const

const systems = [
  ['PostgreSQL', 'events, readings, roll-ups; row-level security per tenant'],
  ['JupyterHub', 'a confined notebook server per person'],
  ['Parquet, DuckDB', 'every table as an open file'],
  ['Standard sign-in', 'roles by site, area and line'],
  ['Mail you can read', 'text and HTML, one-time links'],
  ['Ed25519 certificates', 'verifiable with openssl alone'],
] as const

export default async function LandingPage() {
  const view = await loadLandingView(system())
  return (
    <main id="content">
      <div className="measure hero">
        <div>
          <h1>
            <span>
              Grey when the
              <br />
              plant is fine.
            </span>
            <br />
            Colour when
            <br />
            it needs you.
          </h1>
          <p className="lead">
            Millrace shows OEE, quality and energy of your running lines, says how every figure was made, and gives your data team the same figures in notebooks and files. For chemical, oil and gas, food and pharma.
          </p>
        </div>
        <RequestForm />
      </div>
      {view && <LandingLines view={view} />}
      {view?.focus && <LandingOee focus={view.focus} />}

      <section className="section measure" id="product">
        <h2>For the people who run the plant</h2>
        <p className="p">Shift leaders, process and quality engineers, maintenance, and the analysts who work beside them.</p>
        <div className="systems">
          {Object.values(useCases).map(({ slug, name, sentence }) => (
            <div key={slug}>
              <Link href={`/use-cases/${slug}`}>{name}</Link>
              <span>{sentence}</span>
            </div>
          ))}
        </div>
      </section>

      <section className="section measure two flip" id="data-teams">
        <figure className="figure">
          <pre tabIndex={0} role="region" aria-label="Example in Python">
            <code>{`import duckdb

duckdb.sql("""
  select line,
         sum((total - reject) / ideal_rate_per_minute) as good_minutes
  from   'data/production_counts.parquet'
  group  by line order by line
""")`}</code>
          </pre>
          <figcaption>A cell of the notebook “Getting Started with Manufacturing Analytics”, which comes with every demo plant.</figcaption>
        </figure>
        <div>
          <h2>The data team gets the plant, not an export</h2>
          <p className="p">Thirty days of readings, counts, stops, laboratory results and energy as Parquet, and a notebook server of your own beside them. Four notebooks are there to begin with; each ends with a question about your plant.</p>
        </div>
      </section>

      <section className="section measure" id="industries">
        <h2>Four plants, each with something to find</h2>
        <p className="p">Every demo plant has a history, and something in it is going wrong slowly. Finding it is the test we suggest.</p>
        <div className="rows">
          {plants.map(([name, what, hint, link]) => (
            <div key={name}>
              <h3>{name}</h3>
              <span>{what}</span>
              <span>{hint}</span>
              <a href="#request">{link}</a>
            </div>
          ))}
        </div>
      </section>

      <section className="section measure" id="security">
        <h2>Twenty-four hours, then proof that it is gone</h2>
        <LeaseLife />
      </section>

      <section className="section measure">
        <h2>Made of parts your IT already trusts</h2>
        <div className="systems">
          {systems.map(([name, text]) => (
            <div key={name}>
              <b>{name}</b>
              <span>{text}</span>
            </div>
          ))}
        </div>
      </section>

      <section className="section measure" id="pricing">
        <h2>Three sizes, by sites and data</h2>
        <p className="p">{priceSentence}</p>
        <TierColumns />
        <p className="p">
          <Link href="/pricing">What counts, and the sheet to take along</Link>
        </p>
      </section>

      <SiteClose title={['Find what is wrong', 'with the dairy.']} />
    </main>
  )
}

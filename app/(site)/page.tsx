import { LandingLines } from '@/components/site/landing-lines'
import { LandingOee } from '@/components/site/landing-oee'
import { LeaseLife } from '@/components/site/lease-life'
import { RequestForm } from '@/components/site/request-form'
import { loadLandingView } from '@/lib/site/landing-view'
import { system } from '@/lib/system'

const plants = [
  ['Dairy', 'Pasteurising, filling and packing: milk, yoghurt, butter, cream', 'One filler gives away product, and nobody has complained yet.', 'Build the dairy'],
  ['Chemical', 'Batch reactors, distillation, drumming', 'Something has been getting warmer for three weeks.', 'Build the chemical plant'],
  ['Oil and gas', 'Separation, compression, produced water, flare', 'The meter at night does not agree with the plan.', 'Build the gas plant'],
  ['Pharma', 'Granulation, compression, coating, packing', 'One batch record does not say what the others say.', 'Build the pharma plant'],
] as const

const uses = [
  ['Predictive maintenance', 'Vibration and temperature beside the maintenance log: see the bearing before it stops the line.'],
  ['Quality', 'Control charts with frozen limits and Nelson’s rules; capability that says when it is no forecast.'],
  ['Production optimisation', 'Losses in minutes by ISO 22400-2; the bottleneck by its states, not by opinion.'],
  ['Compliance', 'Batch records with planned beside actual; an audit trail that shows when somebody touched it.'],
] as const

const systems = [
  ['PostgreSQL', 'events, readings, roll-ups; row-level security per tenant'],
  ['JupyterHub', 'a confined notebook server per person'],
  ['Parquet, DuckDB', 'every table as an open file'],
  ['Standard sign-in', 'roles by site, area and line'],
  ['Mail you can read', 'text and HTML, one-time links'],
  ['Ed25519 certificates', 'verifiable with openssl alone'],
] as const

const tiers = [
  ['Starter', 'One plant that wants to know its losses', ['One site', '50 users', '1 TB of history', 'OEE, quality, energy, maintenance']],
  ['Professional', 'Several sites compared by the same rules', ['Any number of sites', '200 users', '10 TB of history', 'Equipment health models']],
  ['Enterprise', 'Isolation, your identity provider, your cloud', ['Unlimited users and data', 'A dedicated cell per tenant', 'On-premises', 'Validation support']],
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
          {uses.map(([name, text]) => (
            <div key={name}>
              <b>{name}</b>
              <span>{text}</span>
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
        <p className="p">Priced by production lines and data volume. The price depends on both, so we say it in the offer and not here.</p>
        <div className="tiers">
          {tiers.map(([name, who, facts]) => (
            <div key={name}>
              <h3>{name}</h3>
              <p>{who}</p>
              <ul>
                {facts.map((fact) => (
                  <li key={fact}>{fact}</li>
                ))}
              </ul>
            </div>
          ))}
        </div>
      </section>

      <div className="band close">
        <div className="measure">
          <h2>
            Find what is wrong
            <br />
            with the dairy.
          </h2>
          <a className="site-cta" href="#request">
            Build my plant
          </a>
        </div>
      </div>
    </main>
  )
}

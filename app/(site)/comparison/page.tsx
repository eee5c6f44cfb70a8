import Link from 'next/link'
import { SiteClose } from '@/components/site/site-close'
import { formatDate } from '@/components/ui/format-time'
import { citedSources, comparisonRows, readOn, type SourceId, sources, type Statement } from '@/lib/site/comparison'
import { siteMetadata } from '@/lib/site/site-pages'

export const metadata = siteMetadata('/comparison')

const products = [['millrace', 'Millrace'], ['databricks', 'Databricks'], ['snowflake', 'Snowflake'], ['yourself', 'Building it yourself']] as const
const cited = citedSources()

export default function ComparisonPage() {
  return (
    <main id="content">
      <div className="measure site-head">
        <h1>Beside what you would choose instead</h1>
        <p className="lead">Databricks and Snowflake are platforms for all data of a company. Millrace is for its plants. Often both are right: what leaves here are open files, Parquet and CSV, that either of them reads.</p>
      </div>
      <section className="measure" aria-label="Comparison">
        <div className="comparison" tabIndex={0} role="region" aria-label="Comparison, scrolls sideways on a small screen">
          <table>
            <thead>
              <tr>
                <th scope="col" />
                {products.map(([key, name]) => (
                  <th key={key} scope="col" data-own={key === 'millrace' || undefined}>{name}</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {comparisonRows.map((row) => (
                <tr key={row.question}>
                  <th scope="row">{row.question}</th>
                  {products.map(([key]) => (
                    <td key={key} data-own={key === 'millrace' || undefined}>
                      <Said statement={row[key]} />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <h2 className="sources-head">Sources</h2>
        <ol className="sources">
          {cited.map((id) => (
            <li key={id} id={id}>
              <a href={sources[id].url} rel="noreferrer">{sources[id].title}</a>
            </li>
          ))}
        </ol>
        <p className="caption">
          All read on <time dateTime={readOn}>{formatDate(new Date(readOn), 'Etc/UTC')}</time>. Products change; tell us where this page is wrong. What stands without a number is our own reading. Databricks and Snowflake are trademarks of their owners, who have nothing to do with this page. What we say of ourselves is measured: see the <Link href="/validation">validation</Link> and the <Link href="/blog/twenty-at-once">figures we missed</Link>.
        </p>
      </section>
      <SiteClose title={['Compare it with', 'your own plant.']} />
    </main>
  )
}

function Said({ statement: { words, sources: own = [] } }: { statement: Statement }) {
  return (
    <>
      {words}
      {own.map((id: SourceId) => (
        <sup key={id}>
          <a href={`#${id}`} aria-label={`Source ${cited.indexOf(id) + 1}`}>{cited.indexOf(id) + 1}</a>
        </sup>
      ))}
    </>
  )
}

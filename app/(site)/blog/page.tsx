import Link from 'next/link'
import { formatDate } from '@/components/ui/format-time'
import { articles } from '@/lib/site/articles'
import { siteMetadata } from '@/lib/site/site-pages'

export const metadata = siteMetadata('/blog')

export default function BlogPage() {
  return (
    <main id="content">
      <div className="measure site-head">
        <h1>How the figures are made</h1>
        <p className="lead">And what we measured, and what we missed.</p>
      </div>
      <section className="measure" aria-label="Articles">
        <div className="rows article-rows">
          {articles.map(({ slug, title, summary, publishedOn }) => (
            <article key={slug}>
              <time dateTime={publishedOn}>{formatDate(new Date(publishedOn), 'Etc/UTC')}</time>
              <h2>
                <Link href={`/blog/${slug}`}>{title}</Link>
              </h2>
              <span>{summary}</span>
            </article>
          ))}
        </div>
      </section>
    </main>
  )
}

import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import type { ReactNode } from 'react'
import LimitsThatStandStill from '@/app/(site)/blog/articles/limits-that-stand-still.mdx'
import OeeIsNotAMean from '@/app/(site)/blog/articles/oee-is-not-a-mean.mdx'
import TwentyAtOnce from '@/app/(site)/blog/articles/twenty-at-once.mdx'
import WhatGoneMeans from '@/app/(site)/blog/articles/what-gone-means.mdx'
import { SiteClose } from '@/components/site/site-close'
import { formatDate } from '@/components/ui/format-time'
import { articles, findArticle } from '@/lib/site/articles'
import { siteMetadata } from '@/lib/site/site-pages'

const texts: Record<string, ReactNode> = {
  'limits-that-stand-still': <LimitsThatStandStill />,
  'oee-is-not-a-mean': <OeeIsNotAMean />,
  'twenty-at-once': <TwentyAtOnce />,
  'what-gone-means': <WhatGoneMeans />,
}

interface Props {
  params: Promise<{ slug: string }>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const article = findArticle((await params).slug)
  return article ? siteMetadata(`/blog/${article.slug}`) : {}
}

export default async function ArticlePage({ params }: Props) {
  const article = findArticle((await params).slug)
  if (!article) notFound()
  const next = articles[(articles.indexOf(article) + 1) % articles.length]!
  return (
    <main id="content">
      <article className="measure prose article">
        <p className="caption">
          <Link href="/blog">Blog</Link> · <time dateTime={article.publishedOn}>{formatDate(new Date(article.publishedOn), 'Etc/UTC')}</time>
        </p>
        <h1>{article.title}</h1>
        <p className="lead">{article.summary}</p>
        {texts[article.slug]}
        <p className="next">
          Next: <Link href={`/blog/${next.slug}`}>{next.title}</Link>
        </p>
      </article>
      <SiteClose title={['Check it in', 'a living plant.']} />
    </main>
  )
}

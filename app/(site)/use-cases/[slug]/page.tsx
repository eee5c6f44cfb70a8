import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { SiteClose } from '@/components/site/site-close'
import { UseCaseFigure } from '@/components/site/use-case-figure'
import { siteMetadata } from '@/lib/site/site-pages'
import { findUseCase, useCases } from '@/lib/site/use-cases'

interface Props {
  params: Promise<{ slug: string }>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const useCase = findUseCase((await params).slug)
  return useCase ? siteMetadata(`/use-cases/${useCase.slug}`) : {}
}

export default async function UseCasePage({ params }: Props) {
  const useCase = findUseCase((await params).slug)
  if (!useCase) notFound()
  const others = Object.values(useCases).filter(({ slug }) => slug !== useCase.slug)
  return (
    <main id="content">
      <div className="measure site-head">
        <p className="caption">{useCase.name}</p>
        <h1>{useCase.title}</h1>
        <p className="lead">{useCase.sentence}</p>
      </div>
      <section className="measure two use-case-figure">
        <div>
          <h2>{useCase.figureTitle}</h2>
          <p className="p">{useCase.figureWords}</p>
          <p className="p">
            <Link href={useCase.tool.href}>{useCase.tool.words}</Link>
          </p>
        </div>
        <UseCaseFigure slug={useCase.slug} />
      </section>
      <section className="section measure">
        <h2>From the plant to the answer</h2>
        <div className="rows steps">
          {useCase.steps.map(({ name, words }) => (
            <div key={name}>
              <h3>{name}</h3>
              <span>{words}</span>
            </div>
          ))}
        </div>
      </section>
      <section className="section measure two">
        <h2>What it cannot tell</h2>
        <ul className="plain-list">
          {useCase.limits.map((limit) => (
            <li key={limit}>{limit}</li>
          ))}
        </ul>
      </section>
      <nav className="section measure" aria-label="Other use cases">
        <h2>Also asked</h2>
        <div className="rows steps">
          {others.map(({ slug, name, title }) => (
            <div key={slug}>
              <h3>
                <Link href={`/use-cases/${slug}`}>{name}</Link>
              </h3>
              <span>{title}</span>
            </div>
          ))}
        </div>
      </nav>
      <SiteClose title={['Find it yourself', 'in a living plant.']} />
    </main>
  )
}

import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { Tool } from '@/components/tools/tool'
import { requirePerson } from '@/lib/auth/current-person'
import { findAnalysis } from '@/lib/plant/saved-analyses'
import { system } from '@/lib/system'
import { analysisKinds, isAnalysisKind } from '@/lib/tools/analysis-kinds'

export const metadata: Metadata = { title: 'Analysis' }

interface Props {
  params: Promise<{ id: string }>
  searchParams: Promise<{ kind?: string }>
}

/** A kept analysis, or an empty tool under `new`. */
export default async function AnalysisPage({ params, searchParams }: Props) {
  const person = await requirePerson('plant.view')
  const [{ id }, { kind: wish }] = await Promise.all([params, searchParams])
  const found = id === 'new' ? null : await findAnalysis(system(), person, id)
  const kind = found?.kind ?? wish
  if ((id !== 'new' && !found) || !isAnalysisKind(kind)) notFound()
  return (
    <div className="portal-body">
      <div>
        <p className="crumbs">
          <Link href="/analyses">Analyses</Link>
        </p>
        <h1 className="text-page">{found?.name ?? analysisKinds[kind]}</h1>
      </div>
      <Tool key={id} kind={kind} fields={found?.fields} place={{ on: 'plant', id: found?.id, name: found?.name }} />
    </div>
  )
}

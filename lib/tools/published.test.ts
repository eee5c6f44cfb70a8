import { describe, expect, it } from 'vitest'
import { publishedExamples } from '@/lib/tools/published'
import { agrees } from '@/lib/tools/published-figure'

describe.each(publishedExamples().map((example) => [example.title, example] as const))('%s', (_, { figures }) => {
  it.each(figures.map((figure) => [figure.name, figure] as const))('%s is that of the publication', (_name, figure) => {
    expect(agrees(figure), `${figure.ours} instead of ${figure.published}`).toBe(true)
  })
})

import { describe, expect, it } from 'vitest'
import { ribbonSegmentWords } from '@/components/charts/ribbon-words'

describe('a segment in words', () => {
  const segments = [
    { state: 'running' as const, startsAt: '2026-03-12T05:00:00Z', endsAt: '2026-03-12T11:31:00Z' },
    { state: 'down' as const, startsAt: '2026-03-12T11:31:00Z', endsAt: '2026-03-12T23:00:00Z', label: 'Foil sealer cold', href: '/stop' },
  ]
  const marks = ribbonSegmentWords({ segments, from: '2026-03-12T06:00:00Z', to: '2026-03-12T14:00:00Z', now: '2026-03-12T11:42:00Z' }, 'UTC')

  it('says state, clock, length and reason, an open one to now', () => {
    expect(marks[1]).toMatchObject({ words: 'Down 11:31 to 11:42, 11\u202Fmin, Foil sealer cold', href: '/stop' })
  })

  it('begins at the window but keeps its whole length in words', () => {
    expect(marks[0]?.ratio).toBe(0)
    expect(marks[0]?.words).toBe('Running 05:00 to 11:31, 6\u202Fh 31\u202Fmin')
  })
})

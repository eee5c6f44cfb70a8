import { describe, expect, it } from 'vitest'
import { partLevel, partWord, provisioningAxis, readyWords, type ProvisioningRowView } from '@/components/charts/provisioning-axis'

const row = (over: Partial<ProvisioningRowView>): ProvisioningRowView => ({ part: 'Dashboards', system: 'Superset', what: '', state: 'running', attempts: [], ...over })
const refused = { startedSeconds: 5, endedSeconds: 17, outcome: 'refused' }
const running = { startedSeconds: 20, endedSeconds: null, outcome: null }

describe('the time axis of provisioning', () => {
  it('shows the first half minute in tens', () => {
    expect(provisioningAxis([row({ attempts: [running] })], 31)).toEqual({ spanSeconds: 48, ticks: [0, 10, 20, 30, 40] })
  })

  it('grows with a build that takes long and keeps its marks few', () => {
    const { spanSeconds, ticks } = provisioningAxis([row({ attempts: [running] })], 170)
    expect(spanSeconds).toBeGreaterThan(170)
    expect(ticks.length).toBeLessThanOrEqual(6)
  })

  it('stands still once every part is done', () => {
    const done = [row({ state: 'up', attempts: [{ startedSeconds: 0, endedSeconds: 21, outcome: 'up' }] })]
    expect(provisioningAxis(done, 4000).spanSeconds).toBe(48)
  })
})

describe('the word of a part', () => {
  it.each([
    [row({ state: 'up' }), 'up', 1],
    [row({ progress: 0.63, attempts: [running] }), '63\u202F%', 0.63],
    [row({ attempts: [running] }), 'running', 0.5],
    [row({ attempts: [refused, running] }), 'second try', 0.5],
    [row({ state: 'retrying', attempts: [refused] }), 'second try', 0.5],
    [row({ state: 'waiting' }), 'waiting', 0],
    [row({ state: 'given-up', attempts: [refused] }), 'given up', 0],
  ])('%o', (part, word, level) => {
    expect(partWord(part)).toBe(word)
    expect(partLevel(part)).toBe(level)
  })

  it('counts what is ready in words', () => {
    expect(readyWords([row({ state: 'up' }), row({})])).toBe('One of two parts ready')
  })
})

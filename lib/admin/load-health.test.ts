import { describe, expect, it } from 'vitest'
import { healthOf } from '@/lib/admin/load-health'
import { whileInstalled } from '@/lib/admin/notebook-installation'

const now = new Date('2026-03-12T12:00:00Z')
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000)
const answer = (neighbour: string, state: string, checkedAt = ago(20)) => ({ neighbour, state, since: ago(3600), checkedAt })

describe('the health of the platform', () => {
  it('is up when every neighbour answers, also slowly, and when one is switched off', () => {
    expect(healthOf([answer('PostgreSQL', 'up'), answer('Key store', 'slow'), answer('Notebooks', 'off')], now).status).toBe('up')
  })
  it('is degraded when one does not answer, and says since when', () => {
    const health = healthOf([answer('PostgreSQL', 'up'), answer('Notebooks', 'down')], now)
    expect(health.status).toBe('degraded')
    expect(health.neighbours).toContainEqual({ name: 'Notebooks', state: 'down', since: '2026-03-12T11:00:00.000Z' })
  })
  it('is degraded when nobody has asked for three minutes: the workers are gone', () => {
    const health = healthOf([answer('PostgreSQL', 'up', ago(181))], now)
    expect(health.status).toBe('degraded')
    expect(health.neighbours.at(-1)).toEqual({ name: 'Workers', state: 'down', since: ago(181).toISOString() })
  })
  it('does not call a notebook hub down that is still being installed', () => {
    const hub = { ...answer('Notebooks', 'down'), detail: 'connection refused' }
    expect(healthOf([whileInstalled(hub, { state: 'installing', detail: '40 %' })], now).status).toBe('up')
    expect(healthOf([whileInstalled(hub, { state: 'failed', detail: 'no Python' })], now).status).toBe('degraded')
    expect(healthOf([whileInstalled(hub, { state: 'up', detail: 'answering' })], now).status).toBe('degraded')
  })
  it('tells no details: they may name hosts', () => {
    const withDetail = { ...answer('Notebooks', 'down'), detail: 'connect ECONNREFUSED 10.0.0.7:8000' }
    expect(JSON.stringify(healthOf([withDetail], now))).not.toContain('10.0.0.7')
  })
})

import { expect, it } from 'vitest'
import { StandIns } from '@/lib/telemetry/gateway/stand-ins'

const source = (tenantId: string, standsIn: boolean) => ({ id: 's', tenantId, secretVersion: 1, previousUntil: null, apiKeyHash: null, previousKey: null, standsIn })
const groups = ['a', 'b'].map((signal) => ({ signal, t: [1], v: [1] }))
const minute = 60_000

it('simulated sensors give way for ten minutes to whoever feeds the same signal of the same plant', () => {
  const standIns = new StandIns()
  const simulated = (tenantId: string, now: number) => standIns.admit(source(tenantId, true), true, groups, now).map(({ signal }) => signal)
  expect(simulated('plant', 0)).toEqual(['a', 'b'])
  expect(standIns.admit(source('plant', false), true, groups.slice(0, 1), 0)).toEqual(groups.slice(0, 1))
  expect(simulated('plant', 10 * minute - 1)).toEqual(['b'])
  expect(simulated('other', 1)).toEqual(['a', 'b'])
  expect(simulated('plant', 10 * minute)).toEqual(['a', 'b'])
})

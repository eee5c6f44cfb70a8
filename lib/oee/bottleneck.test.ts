import { describe, expect, it } from 'vitest'
import { bottlenecks, type MachineWait } from '@/lib/oee/bottleneck'

const at = (minute: number) => new Date(Date.UTC(2026, 2, 10, 6, minute))
const wait = (from: number, to: number, state: MachineWait['state'] = 'starved'): MachineWait => ({ state, from: at(from), to: at(to) })
const window = { from: at(0), to: at(100) }
const valueOf = (machines: { id: string; waits: MachineWait[] }[]) => {
  const made = bottlenecks({ window, machines })
  if (!made.ok) throw new Error(made.refusal.message)
  return made.value
}

describe('the bottleneck', () => {
  // A is active 0–50 and 60–100, B 40–100 (60 min), C 0–20. At 0 the longest is A (50 min); at 50, when it ends, B is
  // going on. So A is sole 0–40, both shift 40–50, B is sole 50–100: A 45 of 100, B 55 of 100, C nothing.
  it('is the machine with the longest active period, and shifts where two overlap', () => {
    const { machines, longest } = valueOf([{ id: 'A', waits: [wait(50, 60)] }, { id: 'B', waits: [wait(0, 40)] }, { id: 'C', waits: [wait(20, 100, 'blocked')] }])
    expect(machines.map(({ id, soleMinutes, shiftingMinutes, shareRatio }) => [id, soleMinutes, shiftingMinutes, shareRatio])).toEqual([['B', 50, 10, 0.55], ['A', 40, 10, 0.45], ['C', 0, 0, 0]])
    expect(longest.map(({ id, minutes }) => [id, minutes])).toEqual([['B', 60], ['A', 50]])
    expect(machines[2]).toMatchObject({ blockedMinutes: 80, starvedMinutes: 0, activeRatio: 0.2, meanActiveMinutes: 20 })
  })

  it('is nobody while all wait', () => {
    const { machines } = valueOf([{ id: 'A', waits: [wait(30, 60)] }, { id: 'B', waits: [wait(20, 60), wait(80, 100)] }])
    expect(machines[0]).toMatchObject({ id: 'A', soleMinutes: 70, shareRatio: 1 })
  })

  it('is never a machine that waits for the others more often than they for it', () => {
    const often = Array.from({ length: 9 }, (_, i) => wait(i * 11 + 5, i * 11 + 8))
    expect(valueOf([{ id: 'fast', waits: often }, { id: 'slow', waits: [] }]).machines.map(({ id, shareRatio }) => [id, shareRatio])).toEqual([['slow', 1], ['fast', 0]])
  })

  it('refuses waits that overlap or end before they start, naming machine and row', () => {
    const refusal = (waits: MachineWait[]) => bottlenecks({ window, machines: [{ id: 'A', waits }] })
    expect(refusal([wait(0, 10), wait(5, 20)])).toMatchObject({ ok: false, refusal: { row: 2, message: expect.stringContaining('A:') } })
    expect(refusal([wait(10, 5)])).toMatchObject({ ok: false, refusal: { row: 1 } })
    expect(bottlenecks({ window: { from: at(5), to: at(5) }, machines: [] })).toMatchObject({ ok: false })
  })
})

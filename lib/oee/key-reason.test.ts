import { describe, expect, it } from 'vitest'
import { type FlowMachine, keyReasons, keyReasonTotals } from '@/lib/oee/key-reason'

const at = (minute: number) => new Date(Date.UTC(2026, 2, 10, 6, minute))
const machine = (id: string, own: [string, number, number][] = [], waits: ['blocked' | 'starved', number, number][] = []): FlowMachine => ({
  id, own: own.map(([reasonCode, from, to]) => ({ reasonCode, from: at(from), to: at(to) })), waits: waits.map(([kind, from, to]) => ({ kind, from: at(from), to: at(to) })),
})
const reasonsOf = (...machines: FlowMachine[]) => keyReasons(machines, 'key').map(({ kind, cause, confidence }) => [kind, cause && `${cause.equipmentId}: ${cause.reasonCode}`, confidence])

describe('why the key machine waited', () => {
  it('is looked for upstream when it starves and downstream when it is blocked, and never mixed', () => {
    const before = machine('former', [['jam', 9, 20]])
    const after = machine('packer', [['servo', 9, 20]])
    expect(reasonsOf(before, machine('key', [], [['starved', 10, 20]]), after)).toEqual([['starved', 'former: jam', 'certain']])
    expect(reasonsOf(before, machine('key', [], [['blocked', 10, 20]]), after)).toEqual([['blocked', 'packer: servo', 'certain']])
  })

  it('is the nearest machine that stood', () => {
    expect(reasonsOf(machine('far', [['a', 5, 30]]), machine('near', [['b', 8, 30]]), machine('key', [], [['starved', 10, 20]]))).toEqual([['starved', 'near: b', 'certain']])
  })

  it('is likely what had just gone on, within the delay of the links between', () => {
    const key = machine('key', [], [['starved', 10, 12]])
    expect(reasonsOf(machine('near', [['b', 2, 9]]), key)).toEqual([['starved', 'near: b', 'likely']])
    expect(reasonsOf(machine('near', [['b', 2, 7]]), key)).toEqual([['starved', null, 'not found']])
    expect(reasonsOf(machine('far', [['a', 2, 7]]), machine('near'), key)).toEqual([['starved', 'far: a', 'likely']])
  })

  it('is not found where nobody in the line stood, and for a key machine that is not there', () => {
    expect(reasonsOf(machine('near'), machine('key', [], [['starved', 10, 12]]))).toEqual([['starved', null, 'not found']])
    expect(keyReasons([machine('near')], 'key')).toEqual([])
  })

  it('adds up by cause, most minutes first', () => {
    const key = machine('key', [], [['starved', 10, 12], ['starved', 30, 35], ['blocked', 50, 51]])
    expect(keyReasonTotals(keyReasons([machine('near', [['b', 9, 11], ['b', 29, 40]]), key], 'key'))).toEqual([
      { kind: 'starved', equipmentId: 'near', reasonCode: 'b', minutes: 7, count: 2 },
      { kind: 'blocked', equipmentId: null, reasonCode: null, minutes: 1, count: 1 },
    ])
  })
})

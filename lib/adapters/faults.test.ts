import { describe, expect, it } from 'vitest'
import { withFaults } from '@/lib/adapters/faults'
import { done, type Outcome, withDeadline } from '@/lib/adapters/outcome'

function makePort() {
  const made: string[] = []
  return {
    made,
    async make(name: string): Promise<Outcome<number>> {
      made.push(name)
      return done(made.length)
    },
    list: async (): Promise<Outcome<string[]>> => done(made),
    openUrl: (name: string) => `/open/${name}`,
  }
}

describe('a port with faults', () => {
  it('works and records its calls when nothing is planned', async () => {
    const faulty = withFaults(makePort())
    expect(await faulty.port.make('a')).toEqual(done(1))
    expect(await faulty.port.list()).toEqual(done(['a']))
    expect(faulty.calls).toEqual([{ method: 'make', args: ['a'] }, { method: 'list', args: [] }])
    expect(faulty.callsOf('make')).toEqual([['a']])
  })

  it('that refuses once does nothing the first time and works the second', async () => {
    const real = makePort()
    const { port } = withFaults(real, { make: 'refuses once' })
    expect(await port.make('a')).toMatchObject({ ok: false, failure: { kind: 'unavailable' } })
    expect(real.made).toEqual([])
    expect(await port.make('a')).toEqual(done(1))
  })

  it('that crashes after success has done the work', async () => {
    const real = makePort()
    const { port } = withFaults(real, { make: 'succeeds then crashes' })
    await expect(port.make('a')).rejects.toThrow('the connection broke')
    expect(real.made).toEqual(['a'])
    expect(await port.make('b')).toEqual(done(2))
  })

  it('that is slow has done the work and answers at the release', async () => {
    const real = makePort()
    const faulty = withFaults(real, 'slow')
    const answers: unknown[] = []
    const answer = faulty.port.make('a').then((outcome) => answers.push(outcome))
    await Promise.resolve()
    expect([real.made, answers]).toEqual([['a'], []])
    await Promise.all([faulty.release(), answer])
    expect(answers).toEqual([done(1)])
  })

  it('that works late begins only at the release', async () => {
    const real = makePort()
    const faulty = withFaults(real, { make: 'works late' })
    const answer = faulty.port.make('a')
    expect(await faulty.port.list()).toEqual(done([]))
    await faulty.release()
    expect(await answer).toEqual(done(1))
  })

  it('that is slow by the clock or never answers runs into its caller’s deadline', async () => {
    const real = makePort()
    const { port } = withFaults(real, { make: { slow: 5 }, list: 'never' })
    expect(await port.make('a')).toEqual(done(1))
    expect(await withDeadline(5, () => port.list())).toMatchObject({ ok: false, failure: { kind: 'timeout' } })
  })

  it('is down until it is healed, and never touches what answers at once', async () => {
    const faulty = withFaults(makePort(), 'down')
    expect(await faulty.port.make('a')).toMatchObject({ ok: false })
    expect(await faulty.port.make('a')).toMatchObject({ ok: false })
    expect(faulty.port.openUrl('a')).toBe('/open/a')
    faulty.plan({})
    expect(await faulty.port.make('a')).toEqual(done(1))
  })
})

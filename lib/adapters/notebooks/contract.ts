import { describe, expect, it } from 'vitest'
import type { Notebooks } from '@/lib/adapters/notebooks/port'
import type { Outcome } from '@/lib/adapters/outcome'

/** What every implementation of the notebooks port guarantees; `get` is called inside the tests, after any beforeAll. */
export function notebooksContract(get: () => Notebooks): void {
  const files = [{ path: 'data/stops.csv', from: Buffer.from('minutes\n12\n') }]

  describe('notebooks', () => {
    it('are healthy', async () => {
      value(await get().health())
    })

    it('give a name a running server, say what is there, and list it', async () => {
      const { note } = value(await get().ensureServer('contract-a', files))
      expect(note).toContain('server up')
      expect(value(await get().activity('contract-a')).running).toBe(true)
      expect(value(await get().listServers('contract-'))).toEqual(['contract-a'])
    }, 90_000)

    it('leave a server that stands as it is', async () => {
      value(await get().ensureServer('contract-a', files))
      value(await get().ensureServer('contract-a', []))
      expect(value(await get().listServers('contract-'))).toEqual(['contract-a'])
    }, 90_000)

    it('make one server of two requests at once', async () => {
      const both = await Promise.all([get().ensureServer('contract-b', files), get().ensureServer('contract-b', files)])
      both.forEach(value)
      expect(value(await get().listServers('contract-b'))).toEqual(['contract-b'])
    }, 90_000)

    it('list by prefix only', async () => {
      expect(value(await get().listServers('contract-'))).toEqual(['contract-a', 'contract-b'])
      expect(value(await get().listServers('other-'))).toEqual([])
    })

    it('are gone after removal, and removing again is no failure', async () => {
      for (const name of ['contract-a', 'contract-b', 'contract-a', 'contract-never']) value(await get().removeServer(name))
      expect(value(await get().listServers('contract-'))).toEqual([])
      expect(value(await get().activity('contract-a'))).toMatchObject({ running: false, lastActivity: null, cellsRun: 0, activeMinutes: 0, opened: [] })
    }, 90_000)

    it('refuse a name that is not ours and a file outside the home, and leave nothing of it', async () => {
      expect(await get().ensureServer('../etc', [])).toMatchObject({ ok: false, failure: { kind: 'refused' } })
      expect(await get().ensureServer('contract-c', [{ path: '../escape', from: Buffer.from('x') }])).toMatchObject({ ok: false })
      expect(value(await get().listServers('contract-'))).toEqual([])
    })

    it('carry the ticket in the address, once and nothing else that lets in', () => {
      const url = new URL(get().openUrl('contract-a', 't-1', 'OEE basics.ipynb'))
      expect([...url.searchParams.keys()].sort()).toEqual(['next', 'ticket'])
      expect(url.searchParams.get('next')).toContain('OEE%20basics.ipynb')
    })
  })
}

function value<T>(outcome: Outcome<T>): T {
  expect(outcome).toMatchObject({ ok: true })
  return (outcome as { value: T }).value
}

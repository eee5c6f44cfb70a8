import { it } from 'vitest'
import { peopleOf } from '@/bench/people'
import { testSystem } from '@/lib/testing/test-system'
it('bench', async () => { const s = await testSystem(); await peopleOf(s); await s.stop() }, 300_000)

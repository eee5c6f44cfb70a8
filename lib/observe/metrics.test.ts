import { describe, expect, it } from 'vitest'
import { measureJob, metricsText } from '@/lib/observe/metrics'
import { showsToken } from '@/lib/observe/shows-token'

describe('metrics', () => {
  it('are text that Prometheus reads, with what was counted and what was asked', async () => {
    await measureJob('send-mail', async () => undefined)
    await expect(measureJob('send-mail', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    const text = await metricsText([{ name: 'millrace_leases', help: 'x', labels: ['state'], values: [[{ state: 'ready' }, 3]] }])
    expect(text).toContain('millrace_leases{state="ready"} 3')
    expect(text).toContain('millrace_job_seconds_count{job="send-mail",outcome="done"} 1')
    expect(text).toContain('millrace_job_seconds_count{job="send-mail",outcome="failed"} 1')
    expect(text).toContain('millrace_process_resident_memory_bytes')
  })
  it('are for whoever shows the token, and for nobody where there is none', () => {
    expect(showsToken('Bearer a-token-of-sixteen', 'a-token-of-sixteen')).toBe(true)
    for (const header of [null, undefined, '', 'Bearer ', 'Bearer a-token-of-sixteeN', 'a-token']) expect(showsToken(header, 'a-token-of-sixteen'), String(header)).toBe(false)
    expect(showsToken('Bearer undefined', undefined)).toBe(false)
    expect(showsToken('', undefined)).toBe(false)
  })
})

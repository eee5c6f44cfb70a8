const deadlineMs = 2000

export interface CellAnswer {
  up: boolean
  words: string
}

/** Whether the installation of a dedicated customer answers now. Never throws. */
export async function askCell(cellUrl: string): Promise<CellAnswer> {
  const began = performance.now()
  try {
    const answer = await fetch(`${cellUrl}/api/healthcheck`, { signal: AbortSignal.timeout(deadlineMs), redirect: 'error' })
    const ms = Math.round(performance.now() - began)
    return answer.ok ? { up: true, words: `answers, in ${ms} ms` } : { up: false, words: `answers that something is down (${answer.status})` }
  } catch {
    return { up: false, words: `has not answered within ${deadlineMs / 1000} s` }
  }
}

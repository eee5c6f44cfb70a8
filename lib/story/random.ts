/** A stream of pseudo-random numbers that is the same for the same key on every machine. */
export interface Random {
  /** Uniform on [0, 1). */
  next(): number
  /** Standard normal (Box–Muller, one of the pair). */
  normal(): number
  /** Exponential with the given mean. */
  exponential(mean: number): number
  /** Log-normal with the given median and the σ of its logarithm. */
  logNormal(median: number, sigma: number): number
}

/** sfc32 (Doty-Humphrey, PractRand) seeded from the key by FNV-1a and splitmix32. */
export function randomFor(key: string): Random {
  const next = sfc32(key)
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())
  return {
    next,
    normal,
    exponential: (mean) => -mean * Math.log(1 - next()),
    logNormal: (median, sigma) => median * Math.exp(sigma * normal()),
  }
}

function sfc32(key: string): () => number {
  const seed = splitmix32(fnv1a(key))
  let [a, b, c, counter] = [seed(), seed(), seed(), 1]
  const next = () => {
    const t = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + t) | 0
    return (t >>> 0) / 4294967296
  }
  for (let i = 0; i < 12; i++) next()
  return next
}

function fnv1a(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return hash >>> 0
}

function splitmix32(state: number): () => number {
  return () => {
    state = (state + 0x9e3779b9) | 0
    let t = state ^ (state >>> 16)
    t = Math.imul(t, 0x21f0aaad)
    t = Math.imul(t ^ (t >>> 15), 0x735a2d97)
    return (t ^ (t >>> 15)) | 0
  }
}
